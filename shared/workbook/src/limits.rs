/// How much of a file is read before it is refused (E2.6, inventory X-13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Rows with data below the header.
    pub max_rows: usize,
    /// Columns of the roster sheet that hold anything at all.
    pub max_columns: usize,
    /// Bytes of all parts of the file together, unpacked.
    pub max_unpacked: u64,
    /// Unpacked bytes per packed byte, judged only from [`Limits::RATIO_FROM`] unpacked bytes on.
    pub max_ratio: u64,
    /// The header stands in one of the first rows: this many are searched.
    pub header_within: u32,
}

impl Limits {
    /// Below this size a high ratio harms nobody, and small files of repeated text reach it honestly.
    pub const RATIO_FROM: u64 = 4 << 20;
    /// Bytes of one part that is held in memory whole: strings, styles, the list of sheets.
    pub(crate) const MAX_HELD_PART: u64 = 64 << 20;
    /// Tags of the shared strings: two and a half times what 10 000 rows of 64 columns need.
    pub(crate) const MAX_STRING_TAGS: u64 = 8_000_000;
    /// Tags of any other part that is held in memory; Excel itself stops at 65 490 cell formats.
    pub(crate) const MAX_HELD_TAGS: u64 = 500_000;
    /// Characters kept of one cell. No column of a roster is that long, and a megabyte of shared text that 10 000
    /// rows point to must not be multiplied.
    pub(crate) const MAX_TEXT: usize = 200;
    /// Bytes of text kept of a whole roster: ten times what 10 000 people need.
    pub(crate) const MAX_HELD_TEXT: usize = 16 << 20;
    /// Bytes of XML without a tag, and of a part with comments or literal text in it: what a parser holds at once.
    pub(crate) const MAX_XML_RUN: usize = 1 << 20;
    /// Cells and shared strings of an old workbook, held until they are sorted: 10 000 rows of 64 columns fit in.
    pub(crate) const MAX_HELD_CELLS: usize = 1_000_000;
    /// Cell styles of a document that hide a sheet; a document has some tens of sheets.
    pub(crate) const MAX_HIDDEN_STYLES: usize = 1_000;
    /// Sheets that are looked at. Many may point at the same large part, and each would be read.
    pub(crate) const MAX_SHEETS: usize = 32;
    /// Columns a sheet can have at all.
    pub(crate) const SHEET_COLUMNS: u32 = 16_384;
    /// Rows a sheet can have at all.
    pub(crate) const SHEET_ROWS: u32 = 1_048_576;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_rows: domain::roster::MAX_ROWS as usize,
            max_columns: 64,
            max_unpacked: 200 << 20,
            max_ratio: 200,
            header_within: 20,
        }
    }
}
