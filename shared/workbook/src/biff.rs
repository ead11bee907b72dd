//! The grammar of BIFF8 (MS-XLS): records of a kind and a length, strings that may run on into the next record.

use domain::roster::FileProblem;

use crate::Limits;

/// One record with the CONTINUE records behind it.
pub(crate) struct Record<'a> {
    pub(crate) kind: u16,
    pub(crate) data: &'a [u8],
    continued: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    pub(crate) const BIFF8: u16 = 0x0600;

    pub(crate) const FORMULA: u16 = 0x0006;
    pub(crate) const EOF: u16 = 0x000A;
    pub(crate) const DATE_MODE: u16 = 0x0022;
    pub(crate) const FILE_PASS: u16 = 0x002F;
    const CONTINUE: u16 = 0x003C;
    pub(crate) const BOUND_SHEET: u16 = 0x0085;
    pub(crate) const MUL_RK: u16 = 0x00BD;
    pub(crate) const R_STRING: u16 = 0x00D6;
    pub(crate) const XF: u16 = 0x00E0;
    pub(crate) const STRINGS: u16 = 0x00FC;
    pub(crate) const LABEL_SST: u16 = 0x00FD;
    pub(crate) const NUMBER: u16 = 0x0203;
    pub(crate) const LABEL: u16 = 0x0204;
    pub(crate) const BOOL_ERR: u16 = 0x0205;
    pub(crate) const STRING: u16 = 0x0207;
    pub(crate) const RK: u16 = 0x027E;
    pub(crate) const FORMAT: u16 = 0x041E;
    pub(crate) const BOF: u16 = 0x0809;

    fn bytes<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        self.data.get(at..)?.first_chunk().copied()
    }

    pub(crate) fn u8(&self, at: usize) -> Option<u8> {
        self.data.get(at).copied()
    }

    pub(crate) fn u16(&self, at: usize) -> Option<u16> {
        self.bytes(at).map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&self, at: usize) -> Option<u32> {
        self.bytes(at).map(u32::from_le_bytes)
    }

    pub(crate) fn f64(&self, at: usize) -> Option<f64> {
        self.bytes(at).map(f64::from_le_bytes)
    }

    /// A string with a length of one byte, as sheet names are.
    pub(crate) fn short_string(&self, at: usize) -> Option<String> {
        let length = usize::from(self.u8(at)?);
        let wide = self.u8(at + 1)? & WIDE != 0;
        Some(decoded(self.data.get(at + 2..)?, wide, length))
    }

    fn pieces(&self, at: usize) -> Option<Pieces<'a>> {
        let first = self.data.get(at..)?;
        let mut rest = self.continued.clone();
        rest.reverse();
        Some(Pieces { current: first, rest })
    }
}

/// Walks the records of a stream from a position on.
pub(crate) struct Biff<'a> {
    rest: &'a [u8],
}

impl<'a> Biff<'a> {
    pub(crate) fn new(stream: &'a [u8], position: usize) -> Self {
        Self { rest: stream.get(position..).unwrap_or_default() }
    }

    fn split(&mut self) -> Option<(u16, &'a [u8])> {
        let (header, rest) = self.rest.split_first_chunk::<4>()?;
        let [k0, k1, l0, l1] = *header;
        let length = usize::from(u16::from_le_bytes([l0, l1]));
        let data = rest.get(..length)?;
        self.rest = &rest[length..];
        Some((u16::from_le_bytes([k0, k1]), data))
    }

    fn is_continued(&self) -> bool {
        self.rest.starts_with(&Record::CONTINUE.to_le_bytes())
    }
}

impl<'a> Iterator for Biff<'a> {
    type Item = Result<Record<'a>, FileProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let Some((kind, data)) = self.split() else {
            self.rest = &[];
            return Some(Err(FileProblem::Broken));
        };
        let mut continued = Vec::new();
        while self.is_continued() {
            match self.split() {
                Some((_, more)) => continued.push(more),
                None => break,
            }
        }
        Some(Ok(Record { kind, data, continued }))
    }
}

/// Two bytes a character instead of one.
const WIDE: u8 = 0x01;
const EXTENDED: u8 = 0x04;
const RICH: u8 = 0x08;

/// The bytes of a record and of what continues it.
struct Pieces<'a> {
    current: &'a [u8],
    /// What follows, the nearest last.
    rest: Vec<&'a [u8]>,
}

impl Pieces<'_> {
    fn is_at_end(&mut self) -> bool {
        while self.current.is_empty() {
            match self.rest.pop() {
                Some(next) => self.current = next,
                None => return true,
            }
        }
        false
    }

    fn byte(&mut self) -> Option<u8> {
        if self.is_at_end() {
            return None;
        }
        let (first, rest) = self.current.split_first()?;
        self.current = rest;
        Some(*first)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            if self.is_at_end() {
                return None;
            }
            let step = count.min(self.current.len());
            self.current = &self.current[step..];
            count -= step;
        }
        Some(())
    }

    /// Characters may break off at the end of a record; the next one then says anew how wide they are.
    fn characters(&mut self, length: usize, flags: u8) -> Option<String> {
        let mut wide = flags & WIDE != 0;
        let mut text = String::new();
        let mut left = length;
        while left > 0 {
            if self.current.is_empty() {
                wide = self.byte()? & WIDE != 0;
            }
            let size = if wide { 2 } else { 1 };
            let here = left.min(self.current.len() / size);
            if here == 0 {
                return None;
            }
            text.push_str(&decoded(&self.current[..here * size], wide, here));
            self.current = &self.current[here * size..];
            left -= here;
        }
        Some(text)
    }

    /// `XLUnicodeRichExtendedString`: the text, without its formatting and phonetics.
    fn rich_string(&mut self) -> Option<String> {
        let length = usize::from(self.u16()?);
        let flags = self.byte()?;
        let runs = if flags & RICH == 0 { 0 } else { usize::from(self.u16()?) };
        let extension = if flags & EXTENDED == 0 { 0 } else { self.u32()? as usize };
        let text = self.characters(length, flags)?;
        self.skip(runs * 4)?;
        self.skip(extension)?;
        Some(text)
    }
}

fn decoded(bytes: &[u8], wide: bool, length: usize) -> String {
    if wide {
        let units = bytes.chunks_exact(2).take(length).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    } else {
        bytes.iter().take(length).map(|byte| char::from(*byte)).collect()
    }
}

/// `XLUnicodeString` at a place of a record.
pub(crate) fn unicode_string(record: &Record<'_>, at: usize) -> Option<String> {
    let mut pieces = record.pieces(at)?;
    let length = usize::from(pieces.u16()?);
    let flags = pieces.byte()?;
    pieces.characters(length, flags)
}

/// The table of shared strings.
pub(crate) struct Strings;

impl Strings {
    pub(crate) fn of(record: &Record<'_>) -> Result<Vec<String>, FileProblem> {
        // Two counts stand first; neither is believed.
        let mut pieces = record.pieces(8).ok_or(FileProblem::Broken)?;
        let mut strings = Vec::new();
        while !pieces.is_at_end() {
            strings.push(pieces.rich_string().ok_or(FileProblem::Broken)?);
            if strings.len() > Limits::MAX_HELD_CELLS {
                return Err(FileProblem::TooBig);
            }
        }
        Ok(strings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
    }

    #[test]
    fn a_shared_string_runs_on_into_the_next_record_with_another_width() {
        // "AB" in one byte each, then "名" in two; a second string stands whole in the continuation.
        let first = [[0; 8].as_slice(), &[3, 0, 0], b"AB"].concat();
        let second = [[1, 0x0D, 0x54].as_slice(), &[1, 0, 0], b"C"].concat();
        let stream = [record(Record::STRINGS, &first), record(Record::CONTINUE, &second)].concat();
        let record = Biff::new(&stream, 0).next().unwrap().unwrap();
        assert_eq!(Strings::of(&record).unwrap(), ["AB名", "C"]);
    }

    #[test]
    fn formatting_and_phonetics_of_a_shared_string_are_skipped() {
        let text =
            [[0; 8].as_slice(), &[1, 0, RICH | EXTENDED, 1, 0, 3, 0, 0, 0], b"A", &[9; 7], &[1, 0, 0], b"B"];
        let stream = record(Record::STRINGS, &text.concat());
        let record = Biff::new(&stream, 0).next().unwrap().unwrap();
        assert_eq!(Strings::of(&record).unwrap(), ["A", "B"]);
    }

    #[test]
    fn a_record_longer_than_the_stream_is_damage() {
        let mut biff = Biff::new(&[0xFC, 0, 0xFF, 0xFF, 1, 2], 0);
        assert!(matches!(biff.next(), Some(Err(FileProblem::Broken))));
        assert!(biff.next().is_none());
    }
}
