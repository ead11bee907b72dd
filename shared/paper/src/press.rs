//! From filled pages to a PDF.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use chrono::{DateTime, Utc};
use lopdf::{Dictionary, Object};
use printpdf::{
    CurTransMat, ExtendedGraphicsState, ExtendedGraphicsStateId, FontId, Line, LinePoint, Mm, OffsetDateTime,
    Op, ParsedFont, PdfDocument, PdfDocumentInfo, PdfFont, PdfPage, PdfParseErrorSeverity, PdfSaveOptions,
    Point, Pt, TextMatrix, TextRenderingMode,
};

use crate::{
    error::PaperError,
    face::Face,
    layout::{Flow, Ink, Sheet, Style},
};

/// What is said of a document outside its text.
#[derive(Debug, Clone)]
pub struct Imprint<'a> {
    /// Its title, shown by readers instead of a file name.
    pub title: &'a str,
    /// Its number: at the foot of every page where there are several, and the identity of the file.
    pub number: &'a str,
    /// Who issues it.
    pub author: &'a str,
    /// When it was made; an argument, so that the same input gives the same bytes.
    pub created: DateTime<Utc>,
    /// Whether 作废 is stamped across each page.
    pub void: bool,
}

/// Makes PDFs. Holds the typeface, which is read once.
#[derive(Debug)]
pub struct Press {
    face: Face,
}

const TRANSLUCENT: &str = "VOID";
const VOID: &str = "作废";

impl Press {
    /// Reads the typeface.
    pub fn new() -> Result<Self, PaperError> {
        Ok(Self { face: Face::read()? })
    }

    /// The press of this process, made by whoever asks first.
    pub fn shared() -> Result<&'static Self, PaperError> {
        static SHARED: OnceLock<Result<Press, PaperError>> = OnceLock::new();
        SHARED.get_or_init(Self::new).as_ref().map_err(PaperError::clone)
    }

    /// The typeface.
    pub fn face(&self) -> &Face {
        &self.face
    }

    /// Pages to fill.
    pub fn pages(&self, sheet: Sheet) -> Flow<'_> {
        Flow::new(&self.face, sheet)
    }

    /// The PDF of the filled pages: page numbers where there are several, the stamp where it is void, the characters
    /// used embedded so that the text can be selected and searched. Same pages and imprint, same bytes.
    pub fn print(&self, mut flow: Flow<'_>, imprint: &Imprint<'_>) -> Result<Vec<u8>, PaperError> {
        let sheet = flow.sheet();
        let count = flow.page_count();
        for page in 0..count {
            flow.on_page(page, |flow| {
                if count > 1 {
                    number_page(flow, imprint.number, page + 1, count);
                }
                if imprint.void {
                    stamp_void(flow);
                }
            });
        }
        let (pages, used) = flow.finish();
        let mut document = self.document(&used, imprint)?;
        document.pages = pages
            .into_iter()
            .map(|ops| PdfPage::new(Mm::from(Pt(sheet.width)), Mm::from(Pt(sheet.height)), ops))
            .collect();
        write(&document, imprint)
    }

    fn document(&self, used: &BTreeSet<char>, imprint: &Imprint<'_>) -> Result<PdfDocument, PaperError> {
        let mut document = PdfDocument::new(imprint.title);
        let created =
            OffsetDateTime::from_unix_timestamp(imprint.created.timestamp()).map_err(PaperError::pdf)?;
        document.metadata.info = PdfDocumentInfo {
            document_title: imprint.title.to_owned(),
            author: imprint.author.to_owned(),
            subject: imprint.number.to_owned(),
            creation_date: created,
            modification_date: created,
            metadata_date: created,
            ..PdfDocumentInfo::default()
        };
        if !used.is_empty() {
            let cut = self.face.cut(used)?;
            let font = ParsedFont::from_bytes(&cut, 0, &mut Vec::new())
                .ok_or_else(|| PaperError::font("the cut font cannot be read"))?;
            document.resources.fonts.map =
                BTreeMap::from([(FontId(crate::layout::FONT.into()), PdfFont::new(font))]);
        }
        if imprint.void {
            let translucent = ExtendedGraphicsState::default().with_current_stroke_alpha(0.6);
            document
                .resources
                .extgstates
                .map
                .insert(ExtendedGraphicsStateId(TRANSLUCENT.into()), translucent);
        }
        Ok(document)
    }
}

fn write(document: &PdfDocument, imprint: &Imprint<'_>) -> Result<Vec<u8>, PaperError> {
    let mut warnings = Vec::new();
    let mut file = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    if let Some(error) = warnings.iter().find(|warning| warning.severity == PdfParseErrorSeverity::Error) {
        return Err(PaperError::pdf(&error.msg));
    }
    describe(&mut file, imprint).map_err(PaperError::pdf)?;
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(PaperError::pdf)?;
    Ok(bytes)
}

/// Adds what the library has no words for, and replaces the identity it draws by chance.
fn describe(file: &mut lopdf::Document, imprint: &Imprint<'_>) -> Result<(), lopdf::Error> {
    "1.7".clone_into(&mut file.version);
    let state = format!("{} {} {}", imprint.number, imprint.created.timestamp(), imprint.void);
    let identity = [imprint.number, &state].map(Object::string_literal);
    file.trailer.set("ID", identity.to_vec());
    let information = file.trailer.get(b"Info").and_then(Object::as_reference)?;
    let information = file.get_dictionary_mut(information)?;
    for unused in ["GTS_PDFXVersion", "Identifier", "Keywords", "Creator", "Producer"] {
        information.remove(unused.as_bytes());
    }
    let catalog = file.catalog_mut()?;
    catalog.set("Lang", Object::string_literal("zh-CN"));
    catalog.set("ViewerPreferences", Dictionary::from_iter([("DisplayDocTitle", Object::Boolean(true))]));
    Ok(())
}

fn number_page(flow: &mut Flow<'_>, number: &str, page: usize, count: usize) {
    let style = Style::of(9.0).ink(Ink::Grey);
    let (sheet, top) = (flow.sheet(), flow.sheet().height - flow.sheet().ends * 0.6);
    for line in flow.wrap(number, &style, sheet.measure()) {
        flow.put(&line, sheet.side, top, &style);
    }
    for line in flow.wrap(&format!("第{page}页 / 共{count}页"), &style, sheet.measure()) {
        flow.put(&line, sheet.side + sheet.measure() - line.width, top, &style);
    }
}

/// The word in outlined red letters, framed, rising across the page: what lies below stays legible, and it shows on a
/// grey copy too.
fn stamp_void(flow: &mut Flow<'_>) {
    let style = Style::of(130.0).ink(Ink::Red);
    let (sheet, half) = (flow.sheet(), (style.size * 1.25, style.size * 0.68));
    let (sine, cosine) = (0.5, 0.866_025_4);
    let corner = |x, y| LinePoint { p: Point { x: Pt(x), y: Pt(y) }, bezier: false };
    let points = [(-half.0, -half.1), (half.0, -half.1), (half.0, half.1), (-half.0, half.1)];
    let frame = Line { points: points.map(|(x, y)| corner(x, y)).to_vec(), is_closed: true };
    let place = [cosine, sine, -sine, cosine, sheet.width / 2.0, sheet.height / 2.0];
    flow.ops().extend([
        Op::SaveGraphicsState,
        Op::LoadGraphicsState { gs: ExtendedGraphicsStateId(TRANSLUCENT.into()) },
        Op::SetTransformationMatrix { matrix: CurTransMat::Raw(place) },
        Op::SetOutlineColor { col: Ink::Red.colour() },
        Op::SetOutlineThickness { pt: Pt(5.0) },
        Op::DrawLine { line: frame },
        Op::SetOutlineThickness { pt: Pt(2.5) },
        Op::SetTextRenderingMode { mode: TextRenderingMode::Stroke },
    ]);
    flow.text(VOID, &style, TextMatrix::Translate(Pt(-style.size), Pt(-style.size * 0.38)));
    flow.ops().extend([Op::SetTextRenderingMode { mode: TextRenderingMode::Fill }, Op::RestoreGraphicsState]);
}
