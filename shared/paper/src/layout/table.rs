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
}

impl Cell {
    /// What a field holds. An empty value is printed as `-` (inventory SHELL-9), so that nobody takes it for forgotten.
    pub fn value(text: impl Into<String>) -> Self {
        let text = text.into();
        let text = if text.trim().is_empty() { "-".to_owned() } else { text };
        Self { text, columns: 1, align: Align::Left, shaded: false, strong: false }
    }

    /// A cell where nothing belongs.
    pub fn blank() -> Self {
        Self { text: String::new(), ..Self::value("-") }
    }

    /// What a field or a column is called.
    pub fn label(text: impl Into<String>) -> Self {
        Self { text: text.into(), columns: 1, align: Align::Centre, shaded: true, strong: false }
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
}

impl Table {
    /// A table with columns of these shares of the width, which need not add up to anything.
    pub fn new(shares: &[f32], style: Style) -> Self {
        Self { shares: shares.to_vec(), head: Vec::new(), style, padding: (5.0, 4.5) }
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
        let mut begun = false;
        for row in rows {
            let row = self.lay(flow, row);
            if !begun {
                flow.keep(self.head_height(&head) + self.height(row.lines));
                self.print_head(flow, &head);
                begun = true;
            }
            self.print_row(flow, &head, &row);
        }
    }

    fn print_head(&self, flow: &mut Flow<'_>, head: &Laid) {
        if head.lines > 0 {
            self.draw(flow, head, 0, head.lines);
        }
    }

    fn print_row(&self, flow: &mut Flow<'_>, head: &Laid, row: &Laid) {
        let whole_page = flow.sheet().height - 2.0 * flow.sheet().ends - self.head_height(head);
        let may_split = self.height(row.lines) > whole_page;
        let (mut done, mut fresh) = (0, false);
        while done < row.lines {
            let left = row.lines - done;
            // A page just begun takes a line in any case, or a monstrous head would turn pages for ever.
            let room = self.fitting(flow.room()).max(usize::from(fresh));
            fresh = room < left && (room == 0 || !may_split) && !fresh;
            if fresh {
                flow.turn_page();
                self.print_head(flow, head);
            } else {
                let count = room.min(left);
                self.draw(flow, row, done, count);
                done += count;
            }
        }
    }

    fn head_height(&self, head: &Laid) -> f32 {
        if head.lines > 0 { self.height(head.lines) } else { 0.0 }
    }

    /// How many lines a row in that height can have.
    fn fitting(&self, height: f32) -> usize {
        let mut lines = 0;
        while self.height(lines + 1) <= height {
            lines += 1;
        }
        lines
    }

    #[expect(clippy::cast_precision_loss, reason = "a few hundred lines")]
    fn height(&self, lines: usize) -> f32 {
        lines as f32 * self.style.line_height() + 2.0 * self.padding.1
    }

    fn lay(&self, flow: &mut Flow<'_>, row: Vec<Cell>) -> Laid {
        let measure = flow.sheet().measure();
        let mut column = 0;
        let mut cells = Vec::with_capacity(row.len());
        for cell in row {
            let (left, right) = self.edges(column, cell.columns, measure);
            column += cell.columns;
            let lines = flow.wrap(&cell.text, &self.style, right - left - 2.0 * self.padding.0);
            cells.push((cell, lines));
        }
        let lines = cells.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
        Laid { cells, lines }
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
        let height = self.height(count);
        let whole = from == 0 && count == row.lines;
        let mut column = 0;
        for (cell, lines) in &row.cells {
            let (left, right) = self.edges(column, cell.columns, measure);
            column += cell.columns;
            if cell.shaded {
                flow.shade(margin + left, top, right - left, height);
            }
            let lines = lines.get(from..).unwrap_or_default();
            let lines = lines.get(..count).unwrap_or(lines);
            let spare = if whole { height - self.height(lines.len()) } else { 0.0 };
            self.draw_cell(flow, cell, lines, (margin + left, margin + right), top + spare / 2.0);
            flow.rule((margin + left, top), (margin + left, top + height));
        }
        flow.rule((margin + measure, top), (margin + measure, top + height));
        // The rule above again: the shades have covered half of it.
        for y in [top, top + height] {
            flow.rule((margin, y), (margin + measure, y));
        }
        flow.skip(height);
    }

    fn draw_cell(&self, flow: &mut Flow<'_>, cell: &Cell, lines: &[Line], edges: (f32, f32), top: f32) {
        let style = if cell.strong { self.style.strong() } else { self.style };
        let (left, width) = (edges.0 + self.padding.0, edges.1 - edges.0 - 2.0 * self.padding.0);
        let mut y = top + self.padding.1;
        for line in lines {
            flow.put(line, left + cell.align.offset(width, line.width), y, &style);
            y += style.line_height();
        }
    }
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
