//! The cells of a worksheet.

use std::borrow::Cow;

use quick_xml::events::Event;

use super::{
    book::Format,
    xml::{Does, Tags, Xml, attributes, reader, string},
};
use crate::Limits;
use crate::sheet::{Flow, Origin, SheetReader};
use crate::value::Value;

/// What cells refer to.
pub(super) struct Context<'s> {
    pub(super) strings: &'s [Cow<'s, str>],
    pub(super) formats: &'s [Format],
}

/// Gives every cell to the reader, until that has seen enough.
pub(super) fn read(text: &str, context: &Context<'_>, sheet: &mut SheetReader<'_>) -> Option<()> {
    let mut xml = reader(text);
    if !find_data(&mut xml)? {
        return Some(());
    }
    let mut tags = Tags::behind(&xml, text)?;
    loop {
        let tag = tags.next()?;
        if tag.before.contains('&') {
            return None;
        }
        let flow = match (tag.name, tag.does) {
            ("c", Does::Begin) => {
                let (at, kind) = described(tag.attributes, context)?;
                let body = Body::read(&mut tags, kind)?;
                sheet.cell(at, &body.value(kind, context)?, body.origin).ok()?
            }
            ("c", Does::BeginAndEnd) => {
                let (at, _) = described(tag.attributes, context)?;
                sheet.cell(at, &Value::Empty, Origin::Typed).ok()?
            }
            ("row", _) => Flow::More,
            ("sheetData", Does::End) => return Some(()),
            _ => return None,
        };
        if flow == Flow::NoRoster {
            return Some(());
        }
    }
}

/// Goes to where the rows begin; false if there are none.
fn find_data(xml: &mut Xml<'_>) -> Option<bool> {
    loop {
        match xml.read_event().ok()? {
            Event::Start(tag) if tag.name().as_ref() == "sheetData" => return Some(true),
            Event::Empty(tag) if tag.name().as_ref() == "sheetData" => return Some(false),
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "sheetData" => return None,
            Event::CData(_) | Event::DocType(_) | Event::Comment(_) | Event::Eof => return None,
            _ => (),
        }
    }
}

/// The row and column of `B7`, from 0.
fn position(reference: &str) -> Option<(u32, u32)> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase).count();
    let (column, row) = reference.split_at(letters);
    if !(1..=3).contains(&letters) || !(1..=7).contains(&row.len()) {
        return None;
    }
    let column = column.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1) - 1;
    let row = whole(row)?.checked_sub(1)?;
    (column < Limits::SHEET_COLUMNS).then_some((row, column))
}

/// Digits and nothing else.
fn whole(digits: &str) -> Option<u32> {
    if digits.starts_with('+') { None } else { digits.parse().ok() }
}

/// What the attributes of a cell say of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Shared,
    Inline,
    Formula,
    Bool,
    Number(Format),
}

/// Where a cell stands, and what its attributes say of its value. What stands twice is for others to choose from.
fn described(raw: &str, context: &Context<'_>) -> Option<((u32, u32), Kind)> {
    let (mut at, mut kind, mut style) = (None, None, None);
    for found in attributes(raw) {
        match found? {
            ("r", value) if at.is_none() => at = Some(position(value)?),
            ("t", value) if kind.is_none() => kind = Some(value),
            ("s", value) if style.is_none() => style = Some(value),
            ("r" | "t" | "s", _) => return None,
            _ => (),
        }
    }
    Some((at?, Kind::of(kind, style, context)?))
}

impl Kind {
    fn of(kind: Option<&str>, style: Option<&str>, context: &Context<'_>) -> Option<Self> {
        Some(match kind {
            Some("s") => Self::Shared,
            Some("inlineStr") => Self::Inline,
            Some("str") => Self::Formula,
            Some("b") => Self::Bool,
            Some("n") | None => {
                let style = style.map(whole).map_or(Some(None), |style| style.map(Some))?;
                let format = style.and_then(|style| context.formats.get(style as usize));
                Self::Number(format.copied().unwrap_or(Format::Number))
            }
            // Errors, and days as ISO 8601 writes them.
            Some(_) => return None,
        })
    }
}

fn is_kind(attribute: Option<(&str, &str)>) -> bool {
    attribute.is_none_or(|(name, _)| name == "t")
}

/// What stands between a cell's tags.
struct Body<'x> {
    text: Cow<'x, str>,
    origin: Origin,
}

impl<'x> Body<'x> {
    fn read(tags: &mut Tags<'x>, kind: Kind) -> Option<Self> {
        let mut body = Self { text: Cow::Borrowed(""), origin: Origin::Typed };
        loop {
            let tag = tags.next()?;
            if !tag.before.is_empty() {
                return None;
            }
            match (tag.name, tag.does) {
                ("v", Does::Begin) if kind != Kind::Inline => body.text = tags.content("v")?,
                ("is", Does::Begin) if kind == Kind::Inline => {
                    body.text = tags.by_events(|xml| string(xml, "is"))?;
                }
                // A formula that is shared refers to another, which must exist.
                ("f", Does::Begin) if !attributes(tag.attributes).any(is_kind) => {
                    tags.content("f")?;
                    body.origin = Origin::Formula;
                }
                ("c", Does::End) => return Some(body),
                _ => return None,
            }
        }
    }

    fn value<'s>(&'s self, kind: Kind, context: &'s Context<'_>) -> Option<Value<'s>> {
        let text = &*self.text;
        Some(match kind {
            _ if text.is_empty() => Value::Empty,
            Kind::Shared => Value::Text(context.strings.get(whole(text)? as usize)?),
            Kind::Inline | Kind::Formula => Value::Text(text),
            Kind::Bool => match text {
                "0" => Value::Bool(false),
                "1" => Value::Bool(true),
                _ => return None,
            },
            Kind::Number(Format::Number) => Value::Number(number(text)?),
            Kind::Number(Format::Date) => Value::serial(number(text)?, false),
            Kind::Number(Format::Other) => return None,
        })
    }
}

/// A number in the form that programs write, which every parser takes for the same.
fn number(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let plain = bytes.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'));
    let begins = bytes.strip_prefix(b"-").unwrap_or(bytes).first()?.is_ascii_digit();
    (plain && begins && bytes.last()?.is_ascii_digit()).then(|| text.parse().ok())?
}
