//! `OpenDocument` spreadsheets, read as a stream: a row or a cell that says it stands there a million times costs
//! nothing while it is blank.

use std::collections::HashSet;
use std::io::{BufReader, Read as _};

use domain::roster::FileProblem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;

use crate::archive::{self, Archive, Part, attribute, xml_reader};
use crate::origin::template_notice;
use crate::sheet::{Flow, Found, Origin, Search, SheetReader};
use crate::value::{Value, shortened};
use crate::{Limits, Roster};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Roster, FileProblem> {
    let mut archive = archive::open(bytes, limits)?;
    if is_encrypted(&mut archive)? {
        return Err(FileProblem::Encrypted);
    }
    let search = Search::knowing(template_notice(&mut archive));
    let content = archive.by_name("content.xml").map_err(|_| FileProblem::Broken)?;
    Content { xml: xml_reader(content), buffer: Vec::new(), hidden_styles: HashSet::new(), limits }
        .find_roster(search)
}

fn is_encrypted(archive: &mut Archive<'_>) -> Result<bool, FileProblem> {
    const MARK: &[u8] = b"encryption-data";
    let mut manifest = Vec::new();
    if let Ok(part) = archive.by_name("META-INF/manifest.xml") {
        part.take(1 << 20).read_to_end(&mut manifest).map_err(|_| FileProblem::Broken)?;
    }
    Ok(memchr::memmem::find(&manifest, MARK).is_some())
}

struct Content<'z, 'a, 'l> {
    xml: Reader<BufReader<Part<'z, 'a>>>,
    buffer: Vec<u8>,
    hidden_styles: HashSet<String>,
    limits: &'l Limits,
}

/// What the parts of a document have to say to each other, free of the reader's buffer.
enum Mark {
    Style(Option<String>),
    HiddenStyle,
    Table { name: String, style: Option<String> },
    Row { repeat: u32 },
    RowEnd,
    Cell(CellStart),
    Covered { repeat: u32 },
    Skip(&'static str),
    TableEnd,
    DocumentEnd,
    Eof,
    Other,
}

struct CellStart {
    repeat: u32,
    origin: Origin,
    content: Typed,
}

/// A cell's value where its attributes say it; otherwise its text is the value.
enum Typed {
    Number(f64),
    Bool(bool),
    Iso(String),
    Text(Option<String>),
    Error,
}

/// One cell of a row, with the number of columns it stands in.
struct OdsCell {
    repeat: u32,
    origin: Origin,
    content: Typed,
}

impl Content<'_, '_, '_> {
    fn find_roster(mut self, mut search: Search) -> Result<Roster, FileProblem> {
        let mut style = None;
        loop {
            match self.next()? {
                Mark::Style(name) => style = name,
                Mark::HiddenStyle => {
                    self.hidden_styles.extend(style.take());
                    if self.hidden_styles.len() > Limits::MAX_HIDDEN_STYLES {
                        return Err(FileProblem::TooBig);
                    }
                }
                Mark::Table { style: Some(style), .. } if self.hidden_styles.contains(&style) => {
                    search.pass_hidden();
                    self.skip("table:table")?;
                }
                Mark::Table { name, .. } => {
                    if let Some(roster) = search.take(self.table(&name)?) {
                        return Ok(roster);
                    }
                }
                Mark::DocumentEnd => return Err(search.failure()),
                Mark::Eof => return Err(FileProblem::Broken),
                _ => (),
            }
        }
    }

    fn next(&mut self) -> Result<Mark, FileProblem> {
        self.buffer.clear();
        match self.xml.read_event_into(&mut self.buffer).map_err(|_| FileProblem::Broken)? {
            Event::Start(tag) => mark(&tag),
            Event::End(tag) => Ok(match tag.name().as_ref() {
                "table:table-row" => Mark::RowEnd,
                "table:table" => Mark::TableEnd,
                "office:document-content" => Mark::DocumentEnd,
                _ => Mark::Other,
            }),
            Event::Eof => Ok(Mark::Eof),
            _ => Ok(Mark::Other),
        }
    }

    fn skip(&mut self, name: &str) -> Result<(), FileProblem> {
        self.buffer.clear();
        self.xml.read_to_end_into(QName(name), &mut self.buffer).map_err(|_| FileProblem::Broken)?;
        Ok(())
    }

    fn table(&mut self, name: &str) -> Result<Found, FileProblem> {
        let mut sheet = SheetReader::new(self.limits);
        let (mut row, mut repeat, mut cells) = (0_u32, 1_u32, Vec::new());
        loop {
            if cells.len() > Limits::SHEET_COLUMNS as usize {
                return Err(FileProblem::TooBig);
            }
            match self.next()? {
                Mark::Row { repeat: times } => repeat = times,
                Mark::Cell(start) => cells.push(self.cell(start)?),
                Mark::Covered { repeat } => {
                    self.skip("table:covered-table-cell")?;
                    cells.push(OdsCell { repeat, origin: Origin::Typed, content: Typed::Text(None) });
                }
                Mark::RowEnd => {
                    if emit(&mut sheet, row, repeat, &cells)? == Flow::NoRoster {
                        self.skip("table:table")?;
                        break;
                    }
                    row = row.saturating_add(repeat);
                    cells.clear();
                }
                Mark::Skip(inner) => self.skip(inner)?,
                Mark::Table { .. } => self.skip("table:table")?,
                Mark::TableEnd => break,
                Mark::Eof => return Err(FileProblem::Broken),
                _ => (),
            }
        }
        sheet.finish(name)
    }

    /// Reads a cell to its end; the text of its paragraphs is its value unless an attribute says another.
    fn cell(&mut self, start: CellStart) -> Result<OdsCell, FileProblem> {
        let mut text = String::new();
        let mut paragraphs = 0_u32;
        let mut within = false;
        loop {
            self.buffer.clear();
            // Far more than is kept; a cell may hold as many paragraphs as it likes.
            within &= text.len() < 16 * Limits::MAX_TEXT;
            match self.xml.read_event_into(&mut self.buffer).map_err(|_| FileProblem::Broken)? {
                Event::Start(tag) => match tag.name().as_ref() {
                    "text:p" => {
                        within = true;
                        paragraphs += 1;
                        text.push_str(if paragraphs > 1 { "\n" } else { "" });
                    }
                    "text:s" => {
                        let blanks = repeated(&tag, "text:c")?.min(16);
                        text.extend(std::iter::repeat_n(' ', blanks as usize));
                    }
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    // A comment is no part of the cell's value.
                    "office:annotation" => self.skip("office:annotation")?,
                    _ => (),
                },
                Event::End(tag) if tag.name().as_ref() == "text:p" => within = false,
                Event::End(tag) if tag.name().as_ref() == "table:table-cell" => break,
                Event::Text(piece) if within => text.push_str(&piece.xml10_content()),
                Event::CData(piece) if within => text.push_str(&piece.xml10_content()),
                Event::GeneralRef(name) if within => text.push(entity(&name)?),
                Event::Eof => return Err(FileProblem::Broken),
                _ => (),
            }
        }
        let content = match start.content {
            Typed::Text(None) => Typed::Text(Some(cut(text))),
            typed => typed,
        };
        Ok(OdsCell { repeat: start.repeat, origin: start.origin, content })
    }
}

fn mark(tag: &BytesStart<'_>) -> Result<Mark, FileProblem> {
    Ok(match tag.name().as_ref() {
        "style:style" => Mark::Style(attribute(tag, "style:name")?),
        "style:table-properties" if attribute(tag, "table:display")?.as_deref() == Some("false") => {
            Mark::HiddenStyle
        }
        "table:table" => Mark::Table {
            name: attribute(tag, "table:name")?.unwrap_or_default(),
            style: attribute(tag, "table:style-name")?,
        },
        "table:table-row" => Mark::Row { repeat: repeated(tag, "table:number-rows-repeated")? },
        "table:table-cell" => Mark::Cell(CellStart {
            repeat: repeated(tag, "table:number-columns-repeated")?,
            origin: attribute(tag, "table:formula")?.map_or(Origin::Typed, |_| Origin::Formula),
            content: typed(tag)?,
        }),
        "table:covered-table-cell" => {
            Mark::Covered { repeat: repeated(tag, "table:number-columns-repeated")? }
        }
        "table:shapes" => Mark::Skip("table:shapes"),
        _ => Mark::Other,
    })
}

fn repeated(tag: &BytesStart<'_>, name: &str) -> Result<u32, FileProblem> {
    attribute(tag, name)?.map_or(Ok(1), |times| times.parse().map_err(|_| FileProblem::Broken))
}

fn typed(tag: &BytesStart<'_>) -> Result<Typed, FileProblem> {
    if attribute(tag, "calcext:value-type")?.as_deref() == Some("error") {
        return Ok(Typed::Error);
    }
    Ok(match attribute(tag, "office:value-type")?.as_deref() {
        Some("float" | "percentage" | "currency") => {
            let value = attribute(tag, "office:value")?.and_then(|value| value.parse().ok());
            Typed::Number(value.ok_or(FileProblem::Broken)?)
        }
        Some("boolean") => Typed::Bool(attribute(tag, "office:boolean-value")?.as_deref() == Some("true")),
        Some("date") => Typed::Iso(cut(attribute(tag, "office:date-value")?.unwrap_or_default())),
        _ => Typed::Text(attribute(tag, "office:string-value")?.map(cut)),
    })
}

/// Keeps what may count of a text: cells are held until their row ends.
fn cut(text: String) -> String {
    let kept = shortened(&text);
    if kept.len() == text.len() { text } else { kept.to_owned() }
}

fn entity(reference: &quick_xml::events::BytesRef<'_>) -> Result<char, FileProblem> {
    let named = match reference.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        // Entities a document defines itself are the stuff of bombs; no writer of spreadsheets uses them.
        _ => reference.resolve_char_ref().ok().flatten(),
    };
    named.ok_or(FileProblem::Broken)
}

fn emit(sheet: &mut SheetReader<'_>, row: u32, repeat: u32, cells: &[OdsCell]) -> Result<Flow, FileProblem> {
    if cells.iter().all(|cell| cell.value().is_blank()) {
        return Ok(Flow::More);
    }
    for row in row..row.saturating_add(repeat) {
        let mut column = 0_u32;
        for cell in cells {
            let value = cell.value();
            let standing = if value.is_blank() { 0 } else { cell.repeat };
            for at in column..column.saturating_add(standing) {
                if sheet.cell((row, at), &value, cell.origin)? == Flow::NoRoster {
                    return Ok(Flow::NoRoster);
                }
            }
            column = column.saturating_add(cell.repeat);
        }
    }
    Ok(Flow::More)
}

impl OdsCell {
    fn value(&self) -> Value<'_> {
        match &self.content {
            Typed::Number(number) => Value::Number(*number),
            Typed::Bool(value) => Value::Bool(*value),
            Typed::Iso(text) => Value::iso(text),
            Typed::Text(text) => text.as_deref().map_or(Value::Empty, Value::Text),
            Typed::Error => Value::Error("#VALUE!"),
        }
    }
}
