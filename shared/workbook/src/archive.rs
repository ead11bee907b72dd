//! Zip containers are measured before anything in them is believed: first what the directory says, then what really
//! comes out, so that neither a bomb nor a lying directory reaches the code that holds parts in memory.

use std::io::{BufReader, Cursor, Read};

use domain::roster::FileProblem;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;
use zip::read::ZipFile;

use crate::Limits;
use crate::kind::part_name;

pub(crate) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;
pub(crate) type Part<'z, 'a> = ZipFile<'z, Cursor<&'a [u8]>>;

/// Opens the container and checks every part against the limits.
pub(crate) fn open<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Archive<'a>, FileProblem> {
    let mut archive = open_unmeasured(bytes, limits)?;
    check_contents(&mut archive, limits)?;
    Ok(archive)
}

/// Opens the container and checks what its directory says alone: for a caller that bounds what it reads itself.
pub(crate) fn open_unmeasured<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Archive<'a>, FileProblem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileProblem::Broken)?;
    check_directory(&mut archive, limits)?;
    Ok(archive)
}

fn check_directory(archive: &mut Archive<'_>, limits: &Limits) -> Result<(), FileProblem> {
    let (mut packed, mut unpacked) = (0_u64, 0_u64);
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|_| FileProblem::Broken)?;
        if part.encrypted() {
            return Err(FileProblem::Encrypted);
        }
        packed = packed.saturating_add(part.compressed_size());
        unpacked = unpacked.saturating_add(part.size());
    }
    check_size(packed, unpacked, limits)
}

fn check_size(packed: u64, unpacked: u64, limits: &Limits) -> Result<(), FileProblem> {
    let bomb = unpacked > Limits::RATIO_FROM && unpacked / packed.max(1) > limits.max_ratio;
    if bomb || unpacked > limits.max_unpacked { Err(FileProblem::TooBig) } else { Ok(()) }
}

fn check_contents(archive: &mut Archive<'_>, limits: &Limits) -> Result<(), FileProblem> {
    let (mut packed, mut unpacked) = (0_u64, 0_u64);
    let mut chunk = vec![0; 32 * 1024];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| FileProblem::Broken)?;
        packed = packed.saturating_add(part.compressed_size());
        let name = part_name(&part.name().map_err(|_| FileProblem::Broken)?);
        let (mut budget, mut markup) = (Budget::of(&name), Markup::of(&name));
        loop {
            let read = part.read(&mut chunk).map_err(|_| FileProblem::Broken)?;
            if read == 0 {
                break;
            }
            unpacked = unpacked.saturating_add(read as u64);
            check_size(packed, unpacked, limits)?;
            budget.spend(&chunk[..read])?;
            markup.look_at(&chunk[..read])?;
        }
        if budget.is_strings {
            drop(part);
            check_promised_strings(archive.by_index(index).map_err(|_| FileProblem::Broken)?)?;
        }
    }
    Ok(())
}

/// What one part may still cost. Parts that are held in memory as a list are bounded by their tags as well: an empty
/// string is 14 bytes of XML, or none when packed, and 24 bytes of memory.
struct Budget {
    bytes: u64,
    tags: u64,
    is_strings: bool,
}

impl Budget {
    fn of(name: &str) -> Self {
        let streamed =
            ["/worksheets/", "/media/", "content.xml", "pictures/"].iter().any(|part| name.contains(part));
        let (bytes, tags) = if name.ends_with("sharedstrings.xml") {
            (Limits::MAX_HELD_PART, Limits::MAX_STRING_TAGS)
        } else if name.ends_with("sharedstrings.bin") {
            (Limits::MAX_HELD_PART / 2, u64::MAX)
        } else if !name.ends_with("styles.xml") && streamed {
            (u64::MAX, u64::MAX)
        } else {
            (Limits::MAX_HELD_PART / 2, Limits::MAX_HELD_TAGS)
        };
        Self { bytes, tags, is_strings: name.ends_with("sharedstrings.xml") }
    }

    fn spend(&mut self, chunk: &[u8]) -> Result<(), FileProblem> {
        let tags = if self.tags == u64::MAX { 0 } else { memchr::memchr_iter(b'<', chunk).count() as u64 };
        let left = self.bytes.checked_sub(chunk.len() as u64).zip(self.tags.checked_sub(tags));
        (self.bytes, self.tags) = left.ok_or(FileProblem::TooBig)?;
        Ok(())
    }
}

/// What a parser would have to hold at once of an XML part: it takes one tag, one text, one comment at a time, each as
/// long as it likes to be.
struct Markup {
    is_xml: bool,
    seen: usize,
    /// Bytes since the last chunk with a tag in it.
    without_tag: usize,
    /// Comments, literal text and processing instructions may hold tags that are none.
    is_marked: bool,
    last: u8,
}

impl Markup {
    fn of(name: &str) -> Self {
        let is_xml = [".xml", ".rels", ".vml"].iter().any(|end| name.ends_with(end));
        Self { is_xml, seen: 0, without_tag: 0, is_marked: false, last: 0 }
    }

    fn look_at(&mut self, chunk: &[u8]) -> Result<(), FileProblem> {
        if !self.is_xml {
            return Ok(());
        }
        let has = |needle: &[u8]| memchr::memmem::find(chunk, needle).is_some();
        // No office program writes a document type, and the package format forbids it.
        if has(b"<!DOCTYPE") {
            return Err(FileProblem::Broken);
        }
        self.without_tag =
            if memchr::memchr(b'<', chunk).is_some() { 0 } else { self.without_tag + chunk.len() };
        let split = self.last == b'<' && matches!(chunk.first(), Some(b'!' | b'?'));
        self.is_marked |=
            split || has(b"<!") || memchr::memmem::find_iter(chunk, b"<?").any(|at| self.seen + at > 3);
        self.seen += chunk.len();
        self.last = chunk.last().copied().unwrap_or_default();
        let held = if self.is_marked { self.seen } else { self.without_tag };
        if held > Limits::MAX_XML_RUN { Err(FileProblem::TooBig) } else { Ok(()) }
    }
}

/// The string table announces its length and the reader reserves memory for it: the promise must be believable.
fn check_promised_strings(part: Part<'_, '_>) -> Result<(), FileProblem> {
    let mut xml = xml_reader(part);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|_| FileProblem::Broken)? {
            Event::Start(tag) if tag.local_name().as_ref() == "sst" => {
                let promised = attribute(&tag, "uniqueCount")?.and_then(|count| count.parse::<u64>().ok());
                let fits = promised.is_none_or(|count| count <= Limits::MAX_STRING_TAGS / 4);
                return if fits { Ok(()) } else { Err(FileProblem::TooBig) };
            }
            Event::Eof => return Err(FileProblem::Broken),
            _ => (),
        }
    }
}

/// An XML reader over a part that expands `<a/>` into its two halves and tolerates what spreadsheets tolerate.
pub(crate) fn xml_reader<'z, 'a>(part: Part<'z, 'a>) -> Reader<BufReader<Part<'z, 'a>>> {
    let mut xml = Reader::from_reader(BufReader::new(part));
    let config = xml.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    xml
}

/// An attribute's unescaped value by its full name, prefix included.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, FileProblem> {
    let found = tag.try_get_attribute(name).map_err(|_| FileProblem::Broken)?;
    found
        .map(|attribute| {
            attribute.normalized_value(XmlVersion::Implicit1_0).map(std::borrow::Cow::into_owned)
        })
        .transpose()
        .map_err(|_| FileProblem::Broken)
}
