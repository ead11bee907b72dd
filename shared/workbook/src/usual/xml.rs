//! XML as spreadsheet programs write it: the events of quick-xml over text in memory, borrowed from it.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

pub(super) type Xml<'x> = Reader<&'x [u8]>;

pub(super) fn reader(text: &str) -> Xml<'_> {
    let mut reader = Reader::from_str(text);
    // Every end is looked at where it matters.
    reader.config_mut().check_end_names = false;
    reader
}

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    Begin,
    BeginAndEnd,
    End,
}

/// A tag and the text in front of it.
pub(super) struct Tag<'x> {
    pub(super) before: &'x str,
    pub(super) name: &'x str,
    pub(super) attributes: &'x str,
    pub(super) does: Does,
}

/// The tags of a worksheet's rows, one after the other: there are so many that events cost as much as all that is done
/// about them. Declarations and comments end it; an angle bracket in an attribute leaves an attribute of no usual form.
pub(super) struct Tags<'x> {
    rest: &'x str,
}

impl<'x> Tags<'x> {
    /// From where the reader stands.
    pub(super) fn behind(xml: &Xml<'_>, text: &'x str) -> Option<Self> {
        Some(Self { rest: text.get(usize::try_from(xml.buffer_position()).ok()?..)? })
    }

    pub(super) fn next(&mut self) -> Option<Tag<'x>> {
        let begin = memchr::memchr(b'<', self.rest.as_bytes())?;
        let (before, behind) = (self.rest.get(..begin)?, self.rest.get(begin + 1..)?);
        let end = memchr::memchr(b'>', behind.as_bytes())?;
        let tag = behind.get(..end)?;
        self.rest = behind.get(end + 1..)?;
        let (tag, does) = match (tag.strip_prefix('/'), tag.strip_suffix('/')) {
            (Some(tag), None) => (tag, Does::End),
            (None, Some(tag)) => (tag, Does::BeginAndEnd),
            (None, None) => (tag, Does::Begin),
            (Some(_), Some(_)) => return None,
        };
        let name = tag.bytes().take_while(|byte| !byte.is_ascii_whitespace()).count();
        let (name, attributes) = tag.split_at_checked(name)?;
        (!name.starts_with(['!', '?'])).then_some(Tag { before, name, attributes, does })
    }

    /// Leaves what comes to the reader of events, as far as `read` goes.
    pub(super) fn by_events<T>(&mut self, read: impl FnOnce(&mut Xml<'x>) -> Option<T>) -> Option<T> {
        let mut xml = reader(self.rest);
        // It begins in the middle of an element.
        xml.config_mut().allow_unmatched_ends = true;
        let found = read(&mut xml)?;
        *self = Self::behind(&xml, self.rest)?;
        Some(found)
    }

    /// The text up to the end tag, as [`content`] gives it.
    pub(super) fn content(&mut self, closing: &str) -> Option<Cow<'x, str>> {
        let end = memchr::memchr3(b'<', b'&', b'_', self.rest.as_bytes())?;
        let text = self.rest.get(..end)?;
        let rest = self.rest.get(end..)?.strip_prefix("</").and_then(|rest| rest.strip_prefix(closing));
        match rest.and_then(|rest| rest.strip_prefix('>')) {
            Some(rest) if memchr::memchr(b'\r', text.as_bytes()).is_none() => {
                self.rest = rest;
                Some(Cow::Borrowed(text))
            }
            _ => self.by_events(|xml| content(xml, closing)),
        }
    }
}

/// Calls `visit` with every element that begins, until the text ends.
pub(super) fn each_element<'x>(
    text: &'x str,
    mut visit: impl FnMut(&BytesStart<'x>) -> Option<()>,
) -> Option<()> {
    let mut xml = reader(text);
    loop {
        match xml.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => visit(&tag)?,
            Event::CData(_) | Event::DocType(_) => return None,
            Event::Eof => return Some(()),
            _ => (),
        }
    }
}

/// The attributes of a tag, each `None` that is not of the form ` name="value"` or holds an escape.
pub(super) fn attributes(raw: &str) -> impl Iterator<Item = Option<(&str, &str)>> {
    let mut rest = raw.trim_ascii_end();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let found = first_attribute(rest);
        rest = found.map_or("", |(_, _, behind)| behind);
        Some(found.map(|(name, value, _)| (name, value)))
    })
}

fn first_attribute(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_ascii_start();
    let equals = memchr::memchr(b'=', text.as_bytes())?;
    let (name, quoted) = (text.get(..equals)?, text.get(equals + 1..)?.strip_prefix('"')?);
    let end = memchr::memchr(b'"', quoted.as_bytes())?;
    let (value, behind) = (quoted.get(..end)?, quoted.get(end + 1..)?);
    let plain = !name.bytes().any(|byte| byte.is_ascii_whitespace()) && !value.contains('&');
    plain.then_some((name, value, behind))
}

/// An attribute's value by its full name; `None` inside if it is absent.
#[expect(
    clippy::option_option,
    reason = "outside: the tag is not of the usual form; inside: it has no such attribute"
)]
pub(super) fn attribute<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<Option<&'t str>> {
    for found in attributes(tag.attributes_raw()) {
        let (key, value) = found?;
        if key == name {
            return Some(Some(value));
        }
    }
    Some(None)
}

/// A string of the shared table or within a cell, up to its end tag: its `<t>`, or those of its runs together.
pub(super) fn string<'x>(xml: &mut Xml<'x>, closing: &str) -> Option<Cow<'x, str>> {
    let mut whole = Cow::Borrowed("");
    loop {
        match xml.read_event().ok()? {
            Event::Start(tag) if tag.name().as_ref() == "t" => {
                let keeps_blanks = attribute(&tag, "xml:space")? == Some("preserve");
                let text = content(xml, "t")?;
                append(&mut whole, if keeps_blanks { text } else { trimmed(text) });
            }
            // Pronunciations are no part of the text.
            Event::Start(tag) if tag.local_name().as_ref() == "rPh" => return None,
            Event::End(tag) if tag.name().as_ref() == closing => return Some(whole),
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref().contains(':') => return None,
            Event::Start(_) | Event::Empty(_) | Event::End(_) | Event::Text(_) => (),
            _ => return None,
        }
    }
}

fn append<'x>(whole: &mut Cow<'x, str>, text: Cow<'x, str>) {
    if whole.is_empty() {
        *whole = text;
    } else {
        whole.to_mut().push_str(&text);
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(BLANKS)),
        Cow::Owned(text) => Cow::Owned(text.trim_matches(BLANKS).to_owned()),
    }
}

/// The text up to the end tag, entities resolved. Line ends to be normalised and `_x000D_`, which is how carriage returns
/// are written in workbooks, are left to the other path.
pub(super) fn content<'x>(xml: &mut Xml<'x>, closing: &str) -> Option<Cow<'x, str>> {
    let mut whole = Cow::Borrowed("");
    loop {
        match xml.read_event().ok()? {
            Event::Text(text) => {
                if memchr::memchr(b'\r', text.as_bytes()).is_some() {
                    return None;
                }
                append(&mut whole, text.into_inner());
            }
            Event::GeneralRef(entity) => whole.to_mut().push(match &*entity {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => entity.resolve_char_ref().ok()??,
            }),
            Event::End(tag) if tag.name().as_ref() == closing => {
                return (!has_escape(&whole)).then_some(whole);
            }
            _ => return None,
        }
    }
}

fn has_escape(text: &str) -> bool {
    memchr::memchr_iter(b'_', text.as_bytes()).any(|at| text.as_bytes().get(at + 1) == Some(&b'x'))
}
