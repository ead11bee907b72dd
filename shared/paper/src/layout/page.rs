//! Pages with a cursor.

use std::collections::BTreeSet;

use printpdf::{
    Color, FontId, Greyscale, Line as Stroke, LineDashPattern, LinePoint, Op, PaintMode, PdfFontHandle,
    Point, Pt, Rect, Rgb, TextItem, TextMatrix, TextRenderingMode,
};

use super::{
    table::Align,
    text::{Line, wrap},
};
use crate::face::{Face, MISSING};

/// One millimetre in points.
pub const MM: f32 = 72.0 / 25.4;

/// The resource name of the typeface in every PDF; also the six capitals that mark a font as cut.
pub(crate) const FONT: &str = "NOTOSC";

/// The distance from the top of a line of text to its baseline, as a share of the size.
const ASCENT: f32 = 0.88;

/// A format of paper and what is kept free around it, in points.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// Width of the paper.
    pub width: f32,
    /// Height of the paper.
    pub height: f32,
    /// Free at the left and right.
    pub side: f32,
    /// Free at the top and bottom.
    pub ends: f32,
}

impl Sheet {
    /// A4, upright.
    pub const A4: Self = Self { width: 210.0 * MM, height: 297.0 * MM, side: 20.0 * MM, ends: 20.0 * MM };
    /// A4, lying: for wide registers.
    pub const A4_WIDE: Self =
        Self { width: 297.0 * MM, height: 210.0 * MM, side: 15.0 * MM, ends: 15.0 * MM };

    /// The width between the margins.
    pub fn measure(&self) -> f32 {
        self.width - 2.0 * self.side
    }

    fn bottom(&self) -> f32 {
        self.height - self.ends
    }
}

/// What a mark is drawn with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ink {
    /// Text and rules.
    Black,
    /// Notes and guides which must not compete with the text.
    Grey,
    /// Stamps.
    Red,
}

impl Ink {
    pub(crate) fn colour(self) -> Color {
        let grey = |percent| Color::Greyscale(Greyscale { percent, icc_profile: None });
        match self {
            Self::Black => grey(0.0),
            Self::Grey => grey(0.45),
            Self::Red => Color::Rgb(Rgb { r: 0.8, g: 0.0, b: 0.0, icc_profile: None }),
        }
    }
}

/// How text looks.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Size of the type in points.
    pub size: f32,
    /// From one line to the next, as a multiple of the size.
    pub leading: f32,
    /// Drawn bolder. There is one typeface; its strokes are thickened.
    pub strong: bool,
    /// Its colour.
    pub ink: Ink,
}

impl Style {
    /// Plain black text of that size.
    pub const fn of(size: f32) -> Self {
        Self { size, leading: 1.5, strong: false, ink: Ink::Black }
    }

    /// The same, bolder.
    #[must_use]
    pub const fn strong(mut self) -> Self {
        self.strong = true;
        self
    }

    /// The same in another colour.
    #[must_use]
    pub const fn ink(mut self, ink: Ink) -> Self {
        self.ink = ink;
        self
    }

    /// The height of one line in points.
    pub fn line_height(&self) -> f32 {
        self.size * self.leading
    }
}

/// A run of pages being filled from top to bottom. Nothing is drawn beyond the bottom margin unless it is placed there
/// by coordinates.
#[derive(Debug)]
pub struct Flow<'f> {
    face: &'f Face,
    sheet: Sheet,
    pages: Vec<Vec<Op>>,
    y: f32,
    used: BTreeSet<char>,
    missing: BTreeSet<char>,
}

impl<'f> Flow<'f> {
    /// One empty page, the cursor at its upper margin.
    pub fn new(face: &'f Face, sheet: Sheet) -> Self {
        let y = sheet.ends;
        Self { face, sheet, pages: vec![fresh_page()], y, used: BTreeSet::new(), missing: BTreeSet::new() }
    }

    /// The paper.
    pub fn sheet(&self) -> Sheet {
        self.sheet
    }

    /// The cursor: how far down the current page is filled.
    pub fn y(&self) -> f32 {
        self.y
    }

    /// What is left of the current page above the bottom margin.
    pub fn room(&self) -> f32 {
        self.sheet.bottom() - self.y
    }

    /// Whether nothing has been put on the current page yet.
    pub fn at_top(&self) -> bool {
        self.y <= self.sheet.ends
    }

    /// The number of pages begun.
    pub fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// Moves the cursor down.
    pub fn skip(&mut self, height: f32) {
        self.y += height;
    }

    /// Begins the next page.
    pub fn turn_page(&mut self) {
        self.pages.push(fresh_page());
        self.y = self.sheet.ends;
    }

    /// Begins the next page unless `height` is left on this one.
    pub fn keep(&mut self, height: f32) {
        if self.room() < height && !self.at_top() {
            self.turn_page();
        }
    }

    /// The text in lines no wider than `width`, every character of which can be drawn: one the typeface lacks becomes
    /// [`MISSING`] and is remembered, controls and invisible marks are left out.
    pub fn wrap(&mut self, text: &str, style: &Style, width: f32) -> Vec<Line> {
        let text = self.printable(text);
        wrap(self.face, &text, style.size, width)
    }

    /// Prints a paragraph between the margins at the cursor, over as many pages as it takes.
    pub fn paragraph(&mut self, text: &str, style: &Style, align: Align) {
        let (left, width) = (self.sheet.side, self.sheet.measure());
        for line in self.wrap(text, style, width) {
            self.keep(style.line_height());
            let top = self.y;
            self.put(&line, left + align.offset(width, line.width), top, style);
            self.skip(style.line_height());
        }
    }

    /// Draws a line made by [`Self::wrap`]; `left` and `top` are the corner of the space it takes.
    pub fn put(&mut self, line: &Line, left: f32, top: f32, style: &Style) {
        let baseline = top + (style.line_height() - style.size) / 2.0 + ASCENT * style.size;
        let matrix = TextMatrix::Translate(points(left), points(self.sheet.height - baseline));
        self.text(&line.text, style, matrix);
    }

    /// The characters the typeface lacks that were asked for so far.
    pub fn missing(&self) -> &BTreeSet<char> {
        &self.missing
    }

    /// A straight rule.
    pub fn rule(&mut self, from: (f32, f32), to: (f32, f32)) {
        let points = [from, to].map(|corner| LinePoint { p: self.point(corner), bezier: false }).to_vec();
        self.ops().push(Op::DrawLine { line: Stroke { points, is_closed: false } });
    }

    /// A light grey area.
    pub fn shade(&mut self, left: f32, top: f32, width: f32, height: f32) {
        let mut area = self.rectangle(left, top, width, height);
        area.mode = Some(PaintMode::Fill);
        let grey = Color::Greyscale(Greyscale { percent: 0.94, icc_profile: None });
        self.ops().extend([Op::SetFillColor { col: grey }, Op::DrawRectangle { rectangle: area }]);
    }

    /// The frame of a table, thicker than its rules.
    pub(crate) fn frame(&mut self, left: f32, top: f32, width: f32, height: f32) {
        let mut frame = self.rectangle(left, top, width, height);
        frame.mode = Some(PaintMode::Stroke);
        self.ops().extend([
            Op::SetOutlineThickness { pt: FRAME },
            Op::DrawRectangle { rectangle: frame },
            Op::SetOutlineThickness { pt: RULE },
        ]);
    }

    /// Black areas, left, top, width and height of each: the modules of a QR code.
    pub(crate) fn fill(&mut self, areas: impl IntoIterator<Item = [f32; 4]>) {
        self.ops().push(Op::SetFillColor { col: Ink::Black.colour() });
        for [left, top, width, height] in areas {
            let mut area = self.rectangle(left, top, width, height);
            area.mode = Some(PaintMode::Fill);
            self.ops().push(Op::DrawRectangle { rectangle: area });
        }
    }

    /// A dashed frame: the place of a seal.
    pub fn dashed_frame(&mut self, left: f32, top: f32, width: f32, height: f32) {
        let mut frame = self.rectangle(left, top, width, height);
        frame.mode = Some(PaintMode::Stroke);
        self.ops().extend([
            Op::SaveGraphicsState,
            Op::SetOutlineColor { col: Ink::Grey.colour() },
            Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, &[3.0, 3.0]) },
            Op::DrawRectangle { rectangle: frame },
            Op::RestoreGraphicsState,
        ]);
    }

    /// The pages, and the characters they use.
    pub(crate) fn finish(self) -> (Vec<Vec<Op>>, BTreeSet<char>) {
        (self.pages, self.used)
    }

    /// Makes `number` (from 0) the page on which is drawn. Only for what is added when all pages are filled.
    pub(crate) fn on_page(&mut self, number: usize, draw: impl FnOnce(&mut Self)) {
        let last = self.pages.split_off((number + 1).min(self.pages.len()));
        draw(self);
        self.pages.extend(last);
    }

    /// Goes back to the top of a page (from 0) that was left empty, to be filled when it is known what follows.
    pub(crate) fn fill_in(&mut self, number: usize, draw: impl FnOnce(&mut Self)) {
        let y = std::mem::replace(&mut self.y, self.sheet.ends);
        self.on_page(number, draw);
        self.y = y;
    }

    /// Draws text under any matrix; it must be printable.
    pub(crate) fn text(&mut self, text: &str, style: &Style, matrix: TextMatrix) {
        if text.is_empty() {
            return;
        }
        self.used.extend(text.chars());
        let font = PdfFontHandle::External(FontId(FONT.to_owned()));
        self.ops().extend([
            Op::StartTextSection,
            Op::SetFont { font, size: points(style.size) },
            Op::SetFillColor { col: style.ink.colour() },
        ]);
        if style.strong {
            let thickness = points(style.size * 0.03);
            self.ops().extend([
                Op::SetTextRenderingMode { mode: TextRenderingMode::FillStroke },
                Op::SetOutlineColor { col: style.ink.colour() },
                Op::SetOutlineThickness { pt: thickness },
            ]);
        }
        let items = vec![TextItem::Text(text.to_owned())];
        self.ops().extend([Op::SetTextMatrix { matrix }, Op::ShowText { items }]);
        if style.strong {
            self.ops().extend([
                Op::SetTextRenderingMode { mode: TextRenderingMode::Fill },
                Op::SetOutlineColor { col: Ink::Black.colour() },
                Op::SetOutlineThickness { pt: RULE },
            ]);
        }
        self.ops().push(Op::EndTextSection);
    }

    pub(crate) fn ops(&mut self) -> &mut Vec<Op> {
        if self.pages.is_empty() {
            self.pages.push(fresh_page());
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    fn point(&self, (x, y): (f32, f32)) -> Point {
        Point { x: points(x), y: points(self.sheet.height - y) }
    }

    fn rectangle(&self, left: f32, top: f32, width: f32, height: f32) -> Rect {
        let y = points(self.sheet.height - top - height);
        Rect {
            x: points(left),
            y,
            width: points(width),
            height: points(height),
            mode: None,
            winding_order: None,
        }
    }

    fn printable(&mut self, text: &str) -> String {
        let mut printable = String::with_capacity(text.len());
        for character in text.replace("\r\n", "\n").chars() {
            match character {
                '\n' | '\r' | '\u{2028}' | '\u{2029}' => printable.push('\n'),
                _ if is_invisible(character) => {}
                _ if self.face.has(character) => printable.push(character),
                _ if character.is_whitespace() => printable.push(' '),
                _ => {
                    self.missing.insert(character);
                    printable.push(MISSING);
                }
            }
        }
        printable
    }
}

/// A page on which rules are thin and black: each page begins with what the format sets, which is thicker.
fn fresh_page() -> Vec<Op> {
    vec![Op::SetOutlineColor { col: Ink::Black.colour() }, Op::SetOutlineThickness { pt: RULE }]
}

/// The thickness of rules.
pub(crate) const RULE: Pt = Pt(0.5);
/// The thickness of the frame of a table.
const FRAME: Pt = Pt(1.1);

/// Two decimals are far below what any printer resolves, and keep the file small.
pub(crate) fn points(length: f32) -> Pt {
    Pt((length * 100.0).round() / 100.0)
}

/// Marks that have no shape: joiners, directions, byte order, variation selectors, and controls but the white ones.
fn is_invisible(character: char) -> bool {
    let white = character.is_whitespace();
    (character.is_control() && !white)
        || matches!(character,
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_drawn_is_replaced_and_remembered() {
        let face = Face::read().unwrap();
        let mut flow = Flow::new(&face, Sheet::A4);
        let cases = [
            ("王𠮷", "王〓"),
            ("张\u{FE0F}三\u{200B}", "张三"),
            ("一\t二\u{7}", "一 二"),
            ("一\r\n二\r三", "一\n二\n三"),
            ("😀", "〓"),
            ("=cmd", "=cmd"),
        ];
        for (text, expected) in cases {
            assert_eq!(flow.printable(text), expected, "{text:?}");
        }
        assert_eq!(flow.missing().iter().collect::<String>(), "😀𠮷");
    }

    #[test]
    fn a_paragraph_goes_on_over_the_page_and_stays_above_the_margin() {
        let face = Face::read().unwrap();
        let mut flow = Flow::new(&face, Sheet::A4);
        for _ in 0..100 {
            flow.paragraph("一行", &Style::of(12.0), Align::Left);
            assert!(flow.room() >= -0.01);
        }
        assert_eq!(flow.page_count(), 3, "40 lines of 18 points on each page");
    }
}
