//! Which version of the template a workbook was made from, where it still says so.

use std::io::Read as _;

use domain::roster::FileProblem;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::archive::{Archive, attribute};
use crate::layout::{TEMPLATE_VERSION, VERSION_PROPERTY};

/// Where the office formats keep the properties that a document invents.
const CUSTOM_PROPERTIES: [&str; 2] = ["docProps/custom.xml", "meta.xml"];
/// More than any office program writes there.
const MAX_PROPERTIES: u64 = 1 << 20;

/// F003, if the workbook is made from another version than the present one. What cannot be read names no version: these
/// properties are not worth a refusal.
pub(crate) fn template_notice(archive: &mut Archive<'_>) -> Option<FileProblem> {
    let version = CUSTOM_PROPERTIES.iter().find_map(|part| version(archive, part))?;
    (version != TEMPLATE_VERSION).then_some(FileProblem::TemplateVersion)
}

fn version(archive: &mut Archive<'_>, part: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(part).ok()?.take(MAX_PROPERTIES).read_to_string(&mut text).ok()?;
    let mut xml = Reader::from_str(&text);
    let mut is_version = false;
    loop {
        match xml.read_event().ok()? {
            Event::Start(tag) => {
                is_version = match tag.local_name().as_ref() {
                    "property" => attribute(&tag, "name").ok()?.as_deref() == Some(VERSION_PROPERTY),
                    "user-defined" => attribute(&tag, "meta:name").ok()?.as_deref() == Some(VERSION_PROPERTY),
                    _ => is_version,
                }
            }
            Event::Text(text) if is_version => return Some(text.xml10_content().trim().to_owned()),
            Event::Eof => return None,
            _ => (),
        }
    }
}
