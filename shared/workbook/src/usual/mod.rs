//! The usual .xlsx, in half the time: parts inflated once, their XML read in place.
//!
//! This path takes what spreadsheet programs write and gives up, with `None`, at everything else: whatever is damaged,
//! oversized, refused or merely rare goes to the slower path, which decides. So it can be strict without costing anybody
//! anything, and there is one place where refusals are made. What it does read, it reads as calamine does; the tests hold
//! both beside each other.

mod book;
mod cells;
mod xml;

#[cfg(test)]
mod tests;

use std::io::Read;

use crate::origin::template_notice;
use crate::sheet::{Search, SheetReader};
use crate::{Limits, Roster, archive};

/// Reads the roster, unless there is anything unusual about the workbook.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Option<Roster> {
    let mut parts = Parts::open(bytes, limits)?;
    let sheets = book::sheets(&mut parts)?;
    let formats = book::formats(&mut parts)?;
    let strings_xml = parts.optional("xl/sharedStrings.xml")?;
    let strings = book::strings(&strings_xml, limits)?;
    let mut search = Search::knowing(template_notice(&mut parts.archive));
    if sheets.iter().any(|sheet| sheet.is_hidden) {
        search.pass_hidden();
    }
    for sheet in sheets.iter().filter(|sheet| sheet.is_visible) {
        let xml = parts.text(&sheet.path)?;
        let mut reader = SheetReader::new(limits);
        cells::read(&xml, &cells::Context { strings: &strings, formats: &formats }, &mut reader)?;
        if let Some(roster) = search.take(reader.finish(&sheet.name).ok()?) {
            return Some(roster);
        }
    }
    None
}

/// The parts of a workbook, each inflated into memory when asked for, and all of them together within bounds.
struct Parts<'a> {
    archive: archive::Archive<'a>,
    left: u64,
}

impl<'a> Parts<'a> {
    /// Memory for a row as the widest of honest rosters needs it, in bytes of XML.
    const BYTES_PER_ROW: u64 = 1_600;

    fn open(bytes: &'a [u8], limits: &Limits) -> Option<Self> {
        let archive = archive::open_unmeasured(bytes, limits).ok()?;
        let by_rows = (limits.max_rows as u64).saturating_mul(Self::BYTES_PER_ROW);
        let by_ratio = (bytes.len() as u64).saturating_mul(limits.max_ratio).max(Limits::RATIO_FROM);
        Some(Self { archive, left: by_rows.min(by_ratio).min(limits.max_unpacked) })
    }

    /// The text of a part that has to be there.
    fn text(&mut self, name: &str) -> Option<String> {
        let part = self.archive.by_name(name).ok()?;
        if part.size() > self.left {
            return None;
        }
        let mut xml = Vec::with_capacity(usize::try_from(part.size()).ok()?);
        // One byte more than there may be tells that there are more.
        part.take(self.left + 1).read_to_end(&mut xml).ok()?;
        self.left = self.left.checked_sub(xml.len() as u64)?;
        let text = String::from_utf8(xml).ok()?;
        // A mark in front would have to be told from text.
        (!text.starts_with('\u{feff}')).then_some(text)
    }

    /// The text of a part that may be absent, and is empty then.
    fn optional(&mut self, name: &str) -> Option<String> {
        if self.archive.index_for_name(name).is_some() { self.text(name) } else { Some(String::new()) }
    }
}
