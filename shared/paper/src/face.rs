//! The one typeface of all papers: which characters it has, how wide they are, and a cut of it that holds just the
//! characters of one document.

use std::collections::BTreeSet;

use allsorts::{
    binary::read::ReadScope,
    font::read_cmap_subtable,
    subset::{CmapTarget, SubsetProfile, subset},
    tables::{
        FontTableProvider, HeadTable, HheaTable, HmtxTable, MaxpTable, OffsetTableFontProvider, OpenTypeFont,
        cmap::Cmap,
    },
    tag,
};

use crate::error::PaperError;

/// Noto Sans SC Regular; where it comes from and its licence: `fonts/README.md`.
static NOTO_SANS_SC: &[u8] = include_bytes!("../fonts/NotoSansSC-Regular.ttf");

/// What stands in for a character the typeface lacks: the geta mark, printers' sign for a missing sort.
pub const MISSING: char = '〓';

#[derive(Debug, Clone, Copy)]
struct Glyph {
    code: u32,
    id: u16,
    advance: u16,
}

/// The typeface, read once: its characters and their widths. The outlines stay where they are in the program's image
/// until a document needs some of them, so that 10 MB of font cost no memory.
#[derive(Debug)]
pub struct Face {
    /// Sorted by `code`.
    glyphs: Vec<Glyph>,
    units_per_em: f32,
}

impl Face {
    /// Reads the tables of characters and widths of the font in this program.
    pub fn read() -> Result<Self, PaperError> {
        let tables = tables()?;
        let head = tables.read_table_data(tag::HEAD).map_err(PaperError::font)?;
        let head = ReadScope::new(&head).read::<HeadTable>().map_err(PaperError::font)?;
        let face = Self { glyphs: read_glyphs(&tables)?, units_per_em: f32::from(head.units_per_em) };
        if face.has(MISSING) { Ok(face) } else { Err(PaperError::font("no sign for missing characters")) }
    }

    /// Whether the typeface has this character.
    pub fn has(&self, character: char) -> bool {
        self.glyph(character).is_some()
    }

    /// The width of the text on one line, in points, at `size` points. Characters the typeface lacks count nothing:
    /// see [`crate::layout::Flow`], which replaces them before anything is measured.
    pub fn measure(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|character| self.advance(character, size)).sum()
    }

    /// The width of one character, in points, at `size` points.
    pub fn advance(&self, character: char, size: f32) -> f32 {
        self.glyph(character).map_or(0.0, |glyph| f32::from(glyph.advance)) * size / self.units_per_em
    }

    /// A TrueType font with just these characters.
    pub(crate) fn cut(&self, characters: &BTreeSet<char>) -> Result<Vec<u8>, PaperError> {
        let glyphs = characters.iter().filter_map(|character| self.glyph(*character).map(|glyph| glyph.id));
        let wanted: BTreeSet<u16> = std::iter::once(0).chain(glyphs).collect();
        let wanted: Vec<u16> = wanted.into_iter().collect();
        subset(&tables()?, &wanted, &SubsetProfile::Pdf, CmapTarget::Unicode).map_err(PaperError::font)
    }

    fn glyph(&self, character: char) -> Option<Glyph> {
        let code = u32::from(character);
        let at = self.glyphs.binary_search_by_key(&code, |glyph| glyph.code).ok()?;
        self.glyphs.get(at).copied()
    }
}

fn tables() -> Result<OffsetTableFontProvider<'static>, PaperError> {
    let font = ReadScope::new(NOTO_SANS_SC).read::<OpenTypeFont<'_>>().map_err(PaperError::font)?;
    font.table_provider(0).map_err(PaperError::font)
}

fn read_glyphs(tables: &OffsetTableFontProvider<'_>) -> Result<Vec<Glyph>, PaperError> {
    let table = |name| tables.read_table_data(name).map_err(PaperError::font);
    let (cmap, hhea, maxp, hmtx) =
        (table(tag::CMAP)?, table(tag::HHEA)?, table(tag::MAXP)?, table(tag::HMTX)?);
    let hhea = ReadScope::new(&hhea).read::<HheaTable>().map_err(PaperError::font)?;
    let maxp = ReadScope::new(&maxp).read::<MaxpTable>().map_err(PaperError::font)?;
    let lengths = (usize::from(maxp.num_glyphs), usize::from(hhea.num_h_metrics));
    let widths = ReadScope::new(&hmtx).read_dep::<HmtxTable<'_>>(lengths).map_err(PaperError::font)?;
    let cmap = ReadScope::new(&cmap).read::<Cmap<'_>>().map_err(PaperError::font)?;
    let (_, characters) = read_cmap_subtable(&cmap)
        .map_err(PaperError::font)?
        .ok_or_else(|| PaperError::font("no table of Unicode characters"))?;
    let mut glyphs = Vec::with_capacity(lengths.0);
    characters
        .mappings_fn(|code, id| {
            if id != 0 {
                glyphs.push(Glyph { code, id, advance: widths.horizontal_advance(id).unwrap_or(0) });
            }
        })
        .map_err(PaperError::font)?;
    glyphs.sort_unstable_by_key(|glyph| glyph.code);
    Ok(glyphs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_has_what_names_and_money_are_written_with() {
        let face = Face::read().unwrap();
        let planes = ('\u{4E00}'..='\u{9FEF}').chain('\u{3400}'..='\u{4DB5}');
        assert_eq!(planes.filter(|character| !face.has(*character)).count(), 0, "GB 18030-2005, one plane");
        let others = "𬱖𫖯𬍛𬭎𫘧𬶍𬀩𠅤零壹〓□第页/（）：，。·—-“”AZaz09¥";
        let missing: String = others.chars().filter(|character| !face.has(*character)).collect();
        assert_eq!(missing, "", "names beyond the first plane, signs of the forms");
        assert!(!face.has('𠮷'), "of the far planes only a part is there");
    }

    #[test]
    fn widths_are_those_of_the_font() {
        let face = Face::read().unwrap();
        assert!((face.measure("会员", 10.0) - 20.0).abs() < 1e-3);
        assert!((face.measure("60", 10.0) - 11.1).abs() < 1e-3);
        assert!(face.measure("", 10.0).abs() < 1e-6);
    }

    #[test]
    fn a_cut_is_small_and_holds_only_what_was_asked_for() {
        let face = Face::read().unwrap();
        let cut = face.cut(&"缴费通知单".chars().collect()).unwrap();
        assert!(cut.len() < 6144, "{}", cut.len());
    }
}
