//! A writer of BIFF8 just large enough to put every kind of cell into an .xls.

/// A book in the making: shared strings, sheets with their records.
#[derive(Default)]
pub struct Book {
    strings: Vec<String>,
    sheets: Vec<(String, u8, Vec<u8>)>,
}

/// Format 0 is General, 1 is a date.
pub const DATE: u16 = 1;

impl Book {
    /// Adds a sheet; 0 is visible, 1 hidden, 2 very hidden.
    pub fn sheet(&mut self, name: &str, visibility: u8) -> &mut Self {
        self.sheets.push((name.to_owned(), visibility, Vec::new()));
        self
    }

    fn record(&mut self, kind: u16, data: &[&[u8]]) -> &mut Self {
        let bytes = record(kind, &data.concat());
        self.sheets.last_mut().unwrap().2.extend(bytes);
        self
    }

    pub fn text(&mut self, row: u16, column: u16, text: &str) -> &mut Self {
        let index = u32::try_from(self.strings.len()).unwrap();
        self.strings.push(text.to_owned());
        self.record(0x00FD, &[&place(row, column, 0), &index.to_le_bytes()])
    }

    /// The text written last, once more.
    pub fn same_text(&mut self, row: u16, column: u16) -> &mut Self {
        let index = u32::try_from(self.strings.len()).unwrap() - 1;
        self.record(0x00FD, &[&place(row, column, 0), &index.to_le_bytes()])
    }

    pub fn number(&mut self, row: u16, column: u16, format: u16, value: f64) -> &mut Self {
        self.record(0x0203, &[&place(row, column, format), &value.to_le_bytes()])
    }

    /// Whole numbers side by side.
    pub fn integers(&mut self, row: u16, column: u16, values: &[i32]) -> &mut Self {
        let cells: Vec<u8> = values
            .iter()
            .flat_map(|value| {
                [0_u16.to_le_bytes().to_vec(), ((value << 2) | 2).to_le_bytes().to_vec()].concat()
            })
            .collect();
        let last = column + u16::try_from(values.len()).unwrap() - 1;
        self.record(0x00BD, &[&row.to_le_bytes(), &column.to_le_bytes(), &cells, &last.to_le_bytes()])
    }

    pub fn boolean(&mut self, row: u16, column: u16, value: bool) -> &mut Self {
        self.record(0x0205, &[&place(row, column, 0), &[u8::from(value), 0]])
    }

    pub fn error(&mut self, row: u16, column: u16, code: u8) -> &mut Self {
        self.record(0x0205, &[&place(row, column, 0), &[code, 1]])
    }

    /// A formula whose last result was a text.
    pub fn formula_text(&mut self, row: u16, column: u16, text: &str) -> &mut Self {
        let result = [0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
        self.record(0x0006, &[&place(row, column, 0), &result, &[0; 6], &0_u16.to_le_bytes()]);
        self.record(0x0207, &[&wide(text)])
    }

    /// A blank cell with a format: trailing formatting.
    pub fn blank(&mut self, row: u16, column: u16) -> &mut Self {
        self.record(0x0201, &[&place(row, column, 0)])
    }

    /// The `Workbook` stream.
    pub fn stream(&self) -> Vec<u8> {
        let mut positions = vec![0; self.sheets.len()];
        let mut at = self.globals(&positions).len();
        for (position, (_, _, cells)) in positions.iter_mut().zip(&self.sheets) {
            *position = u32::try_from(at).unwrap();
            at += cells.len() + 20 + 4;
        }
        let mut stream = self.globals(&positions);
        for (_, _, cells) in &self.sheets {
            stream.extend(begin(0x0010));
            stream.extend(cells);
            stream.extend(record(0x000A, &[]));
        }
        stream
    }

    /// The .xls file.
    pub fn file(&self) -> Vec<u8> {
        super::compound(&[("/Workbook", &self.stream())])
    }

    fn globals(&self, positions: &[u32]) -> Vec<u8> {
        let mut globals = begin(0x0005);
        globals.extend(record(
            0x041E,
            &[164_u16.to_le_bytes().to_vec(), wide("yyyy\"年\"m\"月\"d\"日\"")].concat(),
        ));
        for format in [0_u16, 164] {
            globals.extend(record(0x00E0, &[&[0, 0], format.to_le_bytes().as_slice(), &[0; 16]].concat()));
        }
        for ((name, visibility, _), position) in self.sheets.iter().zip(positions) {
            let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let length = u8::try_from(units.len() / 2).unwrap();
            let head = [position.to_le_bytes().as_slice(), &[*visibility, 0, length, 1]].concat();
            globals.extend(record(0x0085, &[head, units].concat()));
        }
        let count = u32::try_from(self.strings.len()).unwrap().to_le_bytes();
        let strings: Vec<u8> = self.strings.iter().flat_map(|text| wide(text)).collect();
        globals.extend(record(0x00FC, &[&count, &count, strings.as_slice()].concat()));
        globals.extend(record(0x000A, &[]));
        globals
    }
}

fn place(row: u16, column: u16, format: u16) -> [u8; 6] {
    let ([r0, r1], [c0, c1], [f0, f1]) = (row.to_le_bytes(), column.to_le_bytes(), format.to_le_bytes());
    [r0, r1, c0, c1, f0, f1]
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u16::try_from(units.len()).unwrap().to_le_bytes();
    [length.to_vec(), vec![1], units.iter().flat_map(|unit| unit.to_le_bytes()).collect()].concat()
}

fn begin(kind: u16) -> Vec<u8> {
    record(0x0809, &[&0x0600_u16.to_le_bytes(), kind.to_le_bytes().as_slice(), &[0; 12]].concat())
}

pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes(), length.to_le_bytes().as_slice(), data].concat()
}
