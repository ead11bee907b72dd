//! A writer of .xlsb just large enough for a sheet of texts and numbers.

/// What a cell of [`book`] holds.
pub enum Cell<'a> {
    Text(&'a str),
    Number(f64),
}

/// A book with one visible sheet of these rows, from the first row and column on.
pub fn book(rows: &[&[Cell<'_>]]) -> Vec<u8> {
    let sheet = [
        record(0x0081, &[]),
        record(0x0094, &[0; 16]),
        record(0x0091, &[]),
        (0_u32..).zip(rows).flat_map(|(at, cells)| row(at, cells)).collect(),
        record(0x0092, &[]),
        record(0x0082, &[]),
    ];
    let relationships =
        "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.bin\"/></Relationships>";
    super::archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.bin", &workbook()),
        ("xl/_rels/workbook.bin.rels", relationships.as_bytes()),
        ("xl/worksheets/sheet1.bin", &sheet.concat()),
    ])
}

fn workbook() -> Vec<u8> {
    let listed =
        [0_u32.to_le_bytes().to_vec(), 1_u32.to_le_bytes().to_vec(), wide("rId1"), wide("名单")].concat();
    [
        record(0x0083, &[]),
        record(0x008F, &[]),
        record(0x009C, &listed),
        record(0x0090, &[]),
        record(0x009D, &[0; 26]),
        record(0x0084, &[]),
    ]
    .concat()
}

fn row(at: u32, cells: &[Cell<'_>]) -> Vec<u8> {
    let mut bytes = record(0x0000, &[at.to_le_bytes().as_slice(), &[0; 13]].concat());
    for (column, cell) in (0_u32..).zip(cells) {
        let place = [column.to_le_bytes(), 0_u32.to_le_bytes()].concat();
        bytes.extend(match cell {
            Cell::Text(text) => record(0x0006, &[place, wide(text)].concat()),
            Cell::Number(number) => record(0x0005, &[place, number.to_le_bytes().to_vec()].concat()),
        });
    }
    bytes
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).unwrap().to_le_bytes();
    [length.to_vec(), units.iter().flat_map(|unit| unit.to_le_bytes()).collect()].concat()
}

/// Kind and length are written seven bits a byte.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = sevens(usize::from(kind));
    bytes.extend(sevens(data.len()));
    bytes.extend(data);
    bytes
}

fn sevens(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(u8::try_from(number % 0x80).unwrap() | 0x80);
        number /= 0x80;
    }
    bytes.push(u8::try_from(number).unwrap());
    bytes
}
