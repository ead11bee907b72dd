//! What a workbook says of its sheets, its strings and its formats.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use quick_xml::events::Event;

use super::{
    Parts,
    xml::{attribute, attributes, each_element, reader, string},
};
use crate::Limits;

/// The most cell formats that a program writes.
const MOST_FORMATS: usize = 1 << 16;

/// A worksheet as the workbook lists it.
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) is_visible: bool,
    /// Hidden from the menu, which a clerk can undo.
    pub(super) is_hidden: bool,
}

/// How a number is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Number,
    Date,
    /// By a pattern of the workbook's own, or as a duration.
    Other,
}

/// The worksheets in order.
pub(super) fn sheets(parts: &mut Parts<'_>) -> Option<Vec<Listed>> {
    check_root(&parts.text("_rels/.rels")?)?;
    let relationships = parts.text("xl/_rels/workbook.xml.rels")?;
    let targets = targets(&relationships)?;
    let workbook = parts.text("xl/workbook.xml")?;
    let mut sheets = Vec::new();
    each_element(&workbook, |tag| {
        match tag.local_name().as_ref() {
            "sheet" => {
                let (mut name, mut id, mut state) = (None, None, None);
                for found in attributes(tag.attributes_raw()) {
                    match found? {
                        ("name", value) if name.is_none() => name = Some(value),
                        ("state", value) if state.is_none() => state = Some(value),
                        ("r:id", value) if id.is_none() => id = Some(value),
                        // What stands twice is for others to choose from.
                        ("name" | "state", _) => return None,
                        (key, _) if key == "id" || key.ends_with(":id") => return None,
                        _ => (),
                    }
                }
                let (target, kind) = targets.get(id?)?;
                match *kind {
                    "worksheet" => sheets.push(listed(name?, target, state.unwrap_or("visible"))?),
                    "chartsheet" | "dialogsheet" => (),
                    _ => return None,
                }
            }
            // Days counted from 1904 are rare.
            "workbookPr" if matches!(attribute(tag, "date1904")?, Some("1" | "true")) => return None,
            _ => (),
        }
        Some(())
    })?;
    (sheets.len() <= Limits::MAX_SHEETS).then_some(sheets)
}

fn listed(name: &str, target: &str, state: &str) -> Option<Listed> {
    let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
    let known = matches!(state, "visible" | "hidden" | "veryHidden");
    known.then(|| Listed {
        name: name.to_owned(),
        path,
        is_visible: state == "visible",
        is_hidden: state == "hidden",
    })
}

/// The workbook has to stand where it always does.
fn check_root(relationships: &str) -> Option<()> {
    let mut found = 0;
    each_element(relationships, |tag| {
        if tag.local_name().as_ref() == "Relationship"
            && attribute(tag, "Type")??.ends_with("/relationships/officeDocument")
        {
            found += 1;
            return matches!(attribute(tag, "Target")??, "xl/workbook.xml" | "/xl/workbook.xml")
                .then_some(());
        }
        Some(())
    })?;
    (found == 1).then_some(())
}

/// By identity: where a related part stands, and the last word of what it is.
fn targets(relationships: &str) -> Option<HashMap<String, (String, &'static str)>> {
    let mut targets = HashMap::new();
    each_element(relationships, |tag| {
        if tag.local_name().as_ref() == "Relationship" {
            let (id, target) = (attribute(tag, "Id")??, attribute(tag, "Target")??);
            let kind = match attribute(tag, "Type")??.rsplit('/').next() {
                Some("worksheet") => "worksheet",
                Some("chartsheet") => "chartsheet",
                Some("dialogsheet") => "dialogsheet",
                _ => "",
            };
            targets.insert(id.to_owned(), (target.to_owned(), kind));
        }
        Some(())
    })?;
    Some(targets)
}

/// What the cell formats make of a number, by the index that cells name.
pub(super) fn formats(parts: &mut Parts<'_>) -> Option<Vec<Format>> {
    let styles = parts.optional("xl/styles.xml")?;
    let (mut own, mut formats, mut in_cell_formats) = (HashSet::new(), Vec::new(), false);
    let mut xml = reader(&styles);
    loop {
        match xml.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "numFmt" => {
                own.insert(attribute(&tag, "numFmtId")??.to_owned());
            }
            Event::Start(tag) if tag.local_name().as_ref() == "cellXfs" => in_cell_formats = true,
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => in_cell_formats = false,
            Event::Start(tag) | Event::Empty(tag) if in_cell_formats && tag.local_name().as_ref() == "xf" => {
                formats.push(match attribute(&tag, "numFmtId")? {
                    None => Format::Number,
                    Some(id) if own.contains(id) => Format::Other,
                    Some(id) => built_in(id),
                });
                if formats.len() > MOST_FORMATS {
                    return None;
                }
            }
            Event::CData(_) | Event::DocType(_) => return None,
            Event::Eof => return Some(formats),
            _ => (),
        }
    }
}

/// The formats every workbook has without listing them (ECMA-376 part 1, 18.8.30).
fn built_in(id: &str) -> Format {
    match id.parse() {
        Ok(0_u32..=13 | 37..=44 | 48 | 49) => Format::Number,
        Ok(14..=22 | 27..=36 | 45 | 47 | 50..=58) => Format::Date,
        _ => Format::Other,
    }
}

/// The shared strings, borrowed from the part where they stand there as they are meant.
pub(super) fn strings<'x>(text: &'x str, limits: &Limits) -> Option<Vec<Cow<'x, str>>> {
    let most = limits.max_rows.saturating_mul(limits.max_columns);
    let (mut xml, mut strings) = (reader(text), Vec::new());
    loop {
        match xml.read_event().ok()? {
            Event::Start(tag) if tag.name().as_ref() == "si" => strings.push(string(&mut xml, "si")?),
            Event::Empty(tag) if tag.name().as_ref() == "si" => strings.push(Cow::Borrowed("")),
            Event::Start(tag) if tag.name().as_ref() == "sst" => (),
            Event::Start(_) | Event::Empty(_) | Event::CData(_) | Event::DocType(_) => return None,
            Event::End(tag) if tag.name().as_ref() == "sst" => return Some(strings),
            // There is no table at all, or it is cut off.
            Event::Eof => return text.is_empty().then_some(strings),
            _ => (),
        }
        if strings.len() > most {
            return None;
        }
    }
}
