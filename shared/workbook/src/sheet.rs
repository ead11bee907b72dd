//! From a stream of cells to the rows of a roster, whatever format the cells come from.

use domain::roster::{Cell, Column, FileProblem, RawRow};

use crate::value::Value;
use crate::{Limits, Roster};

/// Whether the sheet is worth reading on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    More,
    /// No header stands where one may stand: this sheet is no roster.
    NoRoster,
}

/// Whether a cell's value was typed or is what a formula last came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Typed,
    Formula,
}

/// Takes the cells of one sheet in order of rows and keeps those of the roster's columns.
pub(crate) struct SheetReader<'l> {
    limits: &'l Limits,
    /// The row being read, from 0.
    row: u32,
    /// The known headers of the row being read, until enough of them make it the header row.
    candidates: Vec<(u32, Column)>,
    /// The columns in which anything stands in that row.
    occupied: ColumnSet,
    /// The known headers of the row right above it: a header of two rows has cells merged over both.
    above: Vec<(u32, Column)>,
    header: Option<Header>,
    current: RawRow,
    current_is_filled: bool,
    rows: Vec<RawRow>,
    formulas: u32,
    /// Bytes of text kept so far.
    held: usize,
    used: ColumnSet,
    /// Of the columns no roster can do without, the fewest that any row lacked.
    missing: Vec<Column>,
}

/// The columns that make a row the header (E2.6).
const ESSENTIAL: [Column; 2] = [Column::Name, Column::DocumentNumber];

struct Header {
    row: u32,
    /// The roster's column by the sheet's column.
    columns: Vec<Option<Column>>,
}

impl<'l> SheetReader<'l> {
    pub(crate) fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            row: 0,
            candidates: Vec::new(),
            occupied: ColumnSet::default(),
            above: Vec::new(),
            header: None,
            current: RawRow::default(),
            current_is_filled: false,
            rows: Vec::new(),
            formulas: 0,
            held: 0,
            used: ColumnSet::default(),
            missing: ESSENTIAL.to_vec(),
        }
    }

    /// Takes the next cell; row and column count from 0.
    pub(crate) fn cell(
        &mut self,
        (row, column): (u32, u32),
        value: &Value<'_>,
        origin: Origin,
    ) -> Result<Flow, FileProblem> {
        if row != self.row {
            self.enter(row)?;
        }
        if self.header.is_none() && row >= self.limits.header_within {
            return Ok(Flow::NoRoster);
        }
        if value.is_blank() {
            return Ok(Flow::More);
        }
        if self.used.insert(column) > self.limits.max_columns {
            return Err(FileProblem::TooBig);
        }
        match &self.header {
            Some(header) => {
                if let Some(known) = header.columns.get(column as usize).copied().flatten() {
                    let cell = value.to_cell();
                    if let Cell::Text(text) = &cell {
                        self.held += text.len();
                    }
                    if self.held > Limits::MAX_HELD_TEXT {
                        return Err(FileProblem::TooBig);
                    }
                    *self.current.cell_mut(known) = cell;
                    self.current_is_filled = true;
                    // LibreOffice has no TRUE that is no formula.
                    let computed = origin == Origin::Formula && !matches!(value, Value::Bool(_));
                    self.formulas += u32::from(computed);
                }
            }
            None => self.maybe_header(column, value),
        }
        Ok(Flow::More)
    }

    fn maybe_header(&mut self, column: u32, value: &Value<'_>) {
        self.occupied.insert(column);
        // More can only be the same cells again.
        if self.candidates.len() < self.limits.max_columns {
            self.candidates.extend(known_header(value).map(|known| (column, known)));
        }
    }

    /// Ends the row being read and begins another, which must stand below it.
    fn enter(&mut self, row: u32) -> Result<(), FileProblem> {
        if row < self.row || row >= Limits::SHEET_ROWS {
            return Err(FileProblem::Broken);
        }
        self.end_row()?;
        if row != self.row + 1 {
            self.above.clear();
        }
        self.row = row;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), FileProblem> {
        if self.header.is_none() {
            self.look_for_header();
        } else if std::mem::take(&mut self.current_is_filled) {
            if self.rows.len() == self.limits.max_rows {
                return Err(FileProblem::TooManyRows);
            }
            self.current.row = self.row + 1;
            self.rows.push(std::mem::take(&mut self.current));
        }
        Ok(())
    }

    fn look_for_header(&mut self) {
        let mut candidates = std::mem::take(&mut self.candidates);
        let occupied = std::mem::take(&mut self.occupied);
        let above = std::mem::replace(&mut self.above, candidates.clone());
        candidates.extend(above.into_iter().filter(|(column, _)| !occupied.contains(*column)));
        let has = |wanted: &Column| candidates.iter().any(|(_, column)| column == wanted);
        let missing: Vec<Column> = ESSENTIAL.into_iter().filter(|column| !has(column)).collect();
        if missing.is_empty() {
            self.header = Some(Header::of(self.row, &candidates));
        } else if missing.len() < self.missing.len() {
            self.missing = missing;
        }
    }

    /// The roster, if the sheet holds one; otherwise whether anything stands on the sheet.
    pub(crate) fn finish(mut self, sheet: &str) -> Result<Found, FileProblem> {
        self.end_row()?;
        Ok(match self.header {
            Some(header) => Found::Roster(Roster {
                sheet: sheet.to_owned(),
                header_row: header.row + 1,
                columns: header.columns.into_iter().flatten().collect(),
                rows: self.rows,
                notices: (self.formulas > 0)
                    .then_some(FileProblem::Formulas(self.formulas))
                    .into_iter()
                    .collect(),
            }),
            None if self.used.count == 0 => Found::Nothing,
            None => Found::NoHeader { missing: self.missing },
        })
    }
}

impl Header {
    fn of(row: u32, candidates: &[(u32, Column)]) -> Self {
        let mut columns: Vec<Option<Column>> = Vec::new();
        for (at, column) in candidates {
            // The first of two columns with the same name is the one that is meant.
            if !columns.contains(&Some(*column)) {
                columns.resize(columns.len().max(*at as usize + 1), None);
                columns[*at as usize] = Some(*column);
            }
        }
        Self { row, columns }
    }
}

fn known_header(value: &Value<'_>) -> Option<Column> {
    if let Value::Text(text) = value { Column::from_header(text) } else { None }
}

/// What a sheet turned out to be.
pub(crate) enum Found {
    Roster(Roster),
    NoHeader { missing: Vec<Column> },
    Nothing,
}

/// Looks through the sheets of a workbook until one is the roster.
#[derive(Default)]
pub(crate) struct Search {
    of_the_file: Vec<FileProblem>,
    hidden_sheet: bool,
    missing: Option<Vec<Column>>,
}

impl Search {
    /// A search through a file about which there is something to say already.
    pub(crate) fn knowing(notice: Option<FileProblem>) -> Self {
        Self { of_the_file: notice.into_iter().collect(), ..Self::default() }
    }

    /// Passes over a sheet the clerk does not see.
    pub(crate) fn pass_hidden(&mut self) {
        self.hidden_sheet = true;
    }

    /// The roster, if this sheet was it.
    pub(crate) fn take(&mut self, found: Found) -> Option<Roster> {
        match found {
            Found::Roster(mut roster) => {
                roster.notices.extend(self.hidden_sheet.then_some(FileProblem::HiddenSheet));
                roster.notices.append(&mut self.of_the_file);
                return Some(roster);
            }
            Found::NoHeader { missing } => {
                if self.missing.as_ref().is_none_or(|fewest| missing.len() < fewest.len()) {
                    self.missing = Some(missing);
                }
            }
            Found::Nothing => (),
        }
        None
    }

    /// Why no visible sheet was one.
    pub(crate) fn failure(self) -> FileProblem {
        self.missing.map_or(FileProblem::Empty, FileProblem::HeaderMissing)
    }
}

/// Which columns of a sheet hold anything: one bit each, since a stray cell may stand in the last one.
#[derive(Default)]
struct ColumnSet {
    bits: Vec<u64>,
    count: usize,
}

impl ColumnSet {
    fn contains(&self, column: u32) -> bool {
        self.bits.get(column as usize / 64).is_some_and(|word| word >> (column % 64) & 1 == 1)
    }

    /// Adds a column and tells how many there are.
    fn insert(&mut self, column: u32) -> usize {
        let column = column.min(Limits::SHEET_COLUMNS - 1) as usize;
        let (word, bit) = (column / 64, 1_u64 << (column % 64));
        if word >= self.bits.len() {
            self.bits.resize(word + 1, 0);
        }
        if self.bits[word] & bit == 0 {
            self.bits[word] |= bit;
            self.count += 1;
        }
        self.count
    }
}
