//! Ruled tables that break over pages.

use super::{
    page::{Flow, Style},
    text::Line,
};

/// Where text stands in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right: amounts.
    Right,
}

impl Align {
    /// How far from the left of a column of that width text of that width stands.
    pub(crate) fn offset(self, column: f32, text: f32) -> f32 {
        match self {
            Self::Left => 0.0,
            Self::Centre => (column - text) / 2.0,
            Self::Right => column - text,
        }
    }
}

/// One cell of a row.
#[derive(Debug, Clone)]
pub struct Cell {
    text: String,
    columns: usize,
    align: Align,
    shaded: bool,
    strong: bool,
    size: Option<f32>,
}

impl Cell {
    /// What a field holds. An empty value is printed as `-` (inventory SHELL-9), so that nobody takes it for forgotten.
    pub fn value(text: impl Into<String>) -> Self {
        let text = text.into();
        let text = if text.trim().is_empty() { "-".to_owned() } else { text };
        Self { text, columns: 1, align: Align::Left, shaded: false, strong: false, size: None }
    }

    /// A cell where nothing belongs.
    pub fn blank() -> Self {
        Self { text: String::new(), ..Self::value("-") }
    }

    /// What a field or a column is called.
    pub fn label(text: impl Into<String>) -> Self {
        Self { text: text.into(), columns: 1, align: Align::Centre, shaded: true, strong: false, size: None }
    }

    /// The same over several columns.
    #[must_use]
    pub fn over(mut self, columns: usize) -> Self {
        self.columns = columns;
        self
    }

    /// The same with its text elsewhere.
    #[must_use]
    pub fn aligned(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    /// The same, bolder.
    #[must_use]
    pub fn strong(mut self) -> Self {
        self.strong = true;
        self
    }

    /// The same in another size of type: what must not be overlooked. Such a cell is not continued on another page.
    #[must_use]
    pub fn sized(mut self, size: f32) -> Self {
        self.size = Some(size);
        self
    }

    fn style(&self, style: Style) -> Style {
        let style = Style { size: self.size.unwrap_or(style.size), ..style };
        if self.strong { style.strong() } else { style }
    }
}

/// A ruled table between the margins of the page. A row is kept on one page where a page can hold it; a taller one is
/// continued on the next. The head, if any, is repeated on every page.
#[derive(Debug)]
pub struct Table {
    shares: Vec<f32>,
    head: Vec<Cell>,
    style: Style,
    padding: (f32, f32),
}

/// A row broken into lines.
struct Laid {
    cells: Vec<(Cell, Vec<Line>)>,
    lines: usize,
    height: f32,
}

impl Table {
    /// A table with columns of these shares of the width, which need not add up to anything.
    pub fn new(shares: &[f32], style: Style) -> Self {
        Self { shares: shares.to_vec(), head: Vec::new(), style, padding: (5.0, 4.5) }
    }

    /// The same with so much kept free at the sides of a cell, and above and below its text.
    #[must_use]
    pub fn padded(mut self, sides: f32, ends: f32) -> Self {
        self.padding = (sides, ends);
        self
    }

    /// The same with a head.
    #[must_use]
    pub fn with_head(mut self, labels: &[&str]) -> Self {
        self.head = labels.iter().map(|label| Cell::label(*label)).collect();
        self
    }

    /// Prints the rows at the cursor.
    pub fn print(&self, flow: &mut Flow<'_>, rows: impl IntoIterator<Item = Vec<Cell>>) {
        let head = self.lay(flow, self.head.clone());
        let mut begun = None;
        for row in rows {
            let row = self.lay(flow, row);
            let top = *begun.get_or_insert_with(|| {
                flow.keep(head.height + row.height);
                self.begin(flow, &head)
            });
            begun = Some(self.print_row(flow, &head, &row, top));
        }
        if let Some(top) = begun {
            frame(flow, top);
        }
    }

    /// Begins the table, or its part on another page, with its head; gives where.
    fn begin(&self, flow: &mut Flow<'_>, head: &Laid) -> f32 {
        let top = flow.y();
        if !head.cells.is_empty() {
            self.draw(flow, head, 0, head.lines);
        }
        top
    }

    /// Prints a row of the part of the table that began at `top`; gives where the part began in which the row ends.
    fn print_row(&self, flow: &mut Flow<'_>, head: &Laid, row: &Laid, mut top: f32) -> f32 {
        let whole_page = flow.sheet().height - 2.0 * flow.sheet().ends - head.height;
        let may_split = row.height > whole_page;
        let (mut done, mut fresh) = (0, false);
        while done < row.lines {
            let left = row.lines - done;
            let fits = if may_split {
                self.fitting(flow.room())
            } else {
                left * usize::from(row.height <= flow.room())
            };
            // A page just begun takes a line in any case, or a monstrous head would turn pages for ever.
            let room = fits.max(usize::from(fresh));
            fresh = room == 0;
            if fresh {
                frame(flow, top);
                flow.turn_page();
                top = self.begin(flow, head);
            } else {
                let count = room.min(left);
                self.draw(flow, row, done, count);
                done += count;
            }
        }
        top
    }

    /// How many lines a row in that height can have.
    fn fitting(&self, height: f32) -> usize {
        let mut lines = 0;
        while self.height(lines + 1) <= height {
            lines += 1;
        }
        lines
    }

    fn height(&self, lines: usize) -> f32 {
        text_height(lines, &self.style) + 2.0 * self.padding.1
    }

    fn lay(&self, flow: &mut Flow<'_>, row: Vec<Cell>) -> Laid {
        let measure = flow.sheet().measure();
        let mut column = 0;
        let mut cells = Vec::with_capacity(row.len());
        for cell in row {
            let (left, right) = self.edges(column, cell.columns, measure);
            column += cell.columns;
            let style = cell.style(self.style);
            let lines = flow.wrap(&cell.text, &style, right - left - 2.0 * self.padding.0);
            cells.push((cell, lines));
        }
        let lines = cells.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
        let tallest = cells
            .iter()
            .map(|(cell, lines)| text_height(lines.len(), &cell.style(self.style)))
            .fold(0.0, f32::max);
        let height = if cells.is_empty() { 0.0 } else { tallest + 2.0 * self.padding.1 };
        Laid { cells, lines, height }
    }

    /// The left and right edge of a cell, from the left margin.
    fn edges(&self, column: usize, columns: usize, measure: f32) -> (f32, f32) {
        let whole: f32 = self.shares.iter().sum();
        let before: f32 = self.shares.iter().take(column).sum();
        let through: f32 = self.shares.iter().take(column + columns).sum();
        (before / whole * measure, through / whole * measure)
    }

    /// Draws `count` lines of a row from line `from` on, with the rules around them, and moves the cursor.
    fn draw(&self, flow: &mut Flow<'_>, row: &Laid, from: usize, count: usize) {
        let (margin, measure, top) = (flow.sheet().side, flow.sheet().measure(), flow.y());
        let whole = from == 0 && count == row.lines;
        let height = if whole { row.height } else { self.height(count) };
        let mut column = 0;
        for (cell, lines) in &row.cells {
            let (left, right) = self.edges(column, cell.columns, measure);
            column += cell.columns;
            if cell.shaded {
                flow.shade(margin + left, top, right - left, height);
            }
            let lines = lines.get(from..).unwrap_or_default();
            let lines = lines.get(..count).unwrap_or(lines);
            let own = text_height(lines.len(), &cell.style(self.style));
            let spare = if whole { height - 2.0 * self.padding.1 - own } else { 0.0 };
            self.draw_cell(flow, cell, lines, (margin + left, margin + right), top + spare / 2.0);
            if left > 0.0 {
                flow.rule((margin + left, top), (margin + left, top + height));
            }
        }
        // The rule above, and not only that below: the shades have covered half of it.
        for y in [top, top + height] {
            flow.rule((margin, y), (margin + measure, y));
        }
        flow.skip(height);
    }

    fn draw_cell(&self, flow: &mut Flow<'_>, cell: &Cell, lines: &[Line], edges: (f32, f32), top: f32) {
        let style = cell.style(self.style);
        let (left, width) = (edges.0 + self.padding.0, edges.1 - edges.0 - 2.0 * self.padding.0);
        let mut y = top + self.padding.1;
        for line in lines {
            flow.put(line, left + cell.align.offset(width, line.width), y, &style);
            y += style.line_height();
        }
    }
}

/// Around the part of a table that is on this page.
fn frame(flow: &mut Flow<'_>, top: f32) {
    let (margin, measure, height) = (flow.sheet().side, flow.sheet().measure(), flow.y() - top);
    flow.frame(margin, top, measure, height);
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred lines")]
fn text_height(lines: usize, style: &Style) -> f32 {
    lines as f32 * style.line_height()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{face::Face, layout::Sheet};

    fn printed(rows: usize, text: &str) -> (usize, f32) {
        let face = Face::read().unwrap();
        let mut flow = Flow::new(&face, Sheet::A4);
        let table = Table::new(&[1.0, 3.0], Style::of(10.0)).with_head(&["序号", "内容"]);
        let rows = (1..=rows).map(|row| vec![Cell::value(row.to_string()), Cell::value(text)]);
        table.print(&mut flow, rows);
        (flow.page_count(), flow.room())
    }

    #[test]
    fn a_table_takes_the_pages_it_needs_and_never_runs_over_the_margin() {
        for (rows, text, pages) in [
            (0, "", 1),
            (1, "短", 1),
            (29, "短", 1),
            (30, "短", 2),
            (1000, "短", 35),
            (1, &"长".repeat(4000) as &str, 3),
        ] {
            let (count, room) = printed(rows, text);
            assert_eq!(count, pages, "{rows} rows of {} characters", text.chars().count());
            assert!(room >= -0.01, "{rows}: {room}");
        }
    }
}
