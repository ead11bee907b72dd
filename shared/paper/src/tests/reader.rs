//! Reads a PDF back: where which text stands.

use lopdf::{Document, Object, content::Content};

use crate::Face;

/// A text on a page, in points from the lower left corner.
pub struct Shown {
    pub page: u32,
    pub text: String,
    pub left: f32,
    pub baseline: f32,
    pub right: f32,
    /// Under a turned coordinate system: a stamp.
    pub turned: bool,
}

pub fn page_count(pdf: &[u8]) -> usize {
    Document::load_mem(pdf).unwrap().get_pages().len()
}

/// Everything the PDF shows, in the order it is drawn, decoded as a reader does who copies it.
pub fn shown(pdf: &[u8]) -> Vec<Shown> {
    let document = Document::load_mem(pdf).unwrap();
    document.get_pages().into_iter().flat_map(|(page, id)| shown_on(&document, page, id)).collect()
}

fn shown_on(document: &Document, page: u32, id: lopdf::ObjectId) -> Vec<Shown> {
    let face = Face::read().unwrap();
    let fonts = document.get_page_fonts(id).unwrap();
    let font = fonts.values().next().unwrap();
    let encoding = font.get_font_encoding(document).unwrap();
    let content = Content::decode(&document.get_page_content(id)).unwrap();
    let (mut size, mut place, mut turned, mut shown) = (0.0, (0.0, 0.0), false, Vec::new());
    for operation in content.operations {
        let number =
            |at: usize| operation.operands.get(at).and_then(|operand| operand.as_float().ok()).unwrap();
        match operation.operator.as_str() {
            "Tf" => size = number(1),
            "Tm" => place = (number(4), number(5)),
            "cm" => turned = true,
            "Q" => turned = false,
            "Tj" => {
                let Some(Object::String(codes, _)) = operation.operands.first() else { panic!("no text") };
                let text = Document::decode_text(&encoding, codes).unwrap();
                let right = place.0 + face.measure(&text, size);
                shown.push(Shown { page, text, left: place.0, baseline: place.1, right, turned });
            }
            _ => {}
        }
    }
    shown
}

/// The text of the whole PDF without spaces and line ends.
pub fn text(pdf: &[u8]) -> String {
    let all: String = shown(pdf).into_iter().map(|shown| shown.text).collect();
    all.chars().filter(|character| !character.is_whitespace()).collect()
}

/// The dictionary entries that describe the document.
pub fn catalog_and_information(pdf: &[u8]) -> (String, String) {
    let document = Document::load_mem(pdf).unwrap();
    let information = document.trailer.get(b"Info").and_then(Object::as_reference).unwrap();
    (
        format!("{:?}", document.catalog().unwrap()),
        format!("{:?}", document.get_dictionary(information).unwrap()),
    )
}
