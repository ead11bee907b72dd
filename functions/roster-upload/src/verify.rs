//! What a file is, by its bytes. The name and the announced type are the sender's word.

use std::io::Cursor;

use domain::upload::Purpose;
use workbook::Kind;

/// The media type of the bytes, or why they cannot be what they were sent for: what is wrong, and what to do.
pub fn media_type(purpose: Purpose, bytes: &[u8]) -> Result<&'static str, String> {
    match purpose {
        Purpose::Roster | Purpose::Statement => workbook_type(bytes),
        Purpose::AgeProof | Purpose::Voucher => scan_type(purpose, bytes),
        Purpose::Invoice => invoice_type(bytes),
    }
}

fn workbook_type(bytes: &[u8]) -> Result<&'static str, String> {
    let kind = workbook::is_workbook(bytes).map_err(|problem| problem.to_string())?;
    Ok(match kind {
        Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Kind::Xlsb => "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
        Kind::Xls => "application/vnd.ms-excel",
        Kind::Ods => "application/vnd.oasis.opendocument.spreadsheet",
    })
}

fn scan_type(purpose: Purpose, bytes: &[u8]) -> Result<&'static str, String> {
    let found = infer::get(bytes).map(|kind| kind.mime_type()).unwrap_or_default();
    let advice = match found {
        "image/jpeg" | "image/png" | "application/pdf" => return Ok(found),
        "image/heif" | "image/heic" | "image/avif" => {
            "实际内容是手机的 HEIC 照片，请在手机相机设置中选择“兼容性最佳”后重拍，或截屏后上传截图"
        }
        image if image.starts_with("image/") => "实际内容是其他格式的图片，请另存为 jpg 或 png 后重新上传",
        document if is_document(document) => "实际内容是办公文档，请另存为 pdf 后重新上传",
        _ => "实际内容不是图片或 PDF，请上传 jpg、png 或 pdf 文件",
    };
    Err(format!("该{}文件的{advice}", purpose.zh()))
}

/// PDF, or OFD (GB/T 33190): an archive with the document's root in it.
fn invoice_type(bytes: &[u8]) -> Result<&'static str, String> {
    if infer::get(bytes).is_some_and(|kind| kind.mime_type() == "application/pdf") {
        return Ok("application/pdf");
    }
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).ok();
    if archive.is_some_and(|archive| archive.index_for_name("OFD.xml").is_some()) {
        return Ok("application/ofd");
    }
    Err("该票据文件的实际内容不是 PDF 或 OFD，请上传开票系统下载的 pdf 或 ofd 文件".to_owned())
}

fn is_document(media_type: &str) -> bool {
    ["officedocument", "msword", "ms-excel", "ms-powerpoint", "opendocument", "rtf"]
        .iter()
        .any(|word| media_type.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0\0\x10JFIF\0";
    const PDF: &[u8] = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3";
    const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";

    #[test]
    fn a_scan_is_known_by_its_bytes_whatever_its_name() {
        for purpose in [Purpose::AgeProof, Purpose::Voucher] {
            assert_eq!(media_type(purpose, PNG), Ok("image/png"));
            assert_eq!(media_type(purpose, JPEG), Ok("image/jpeg"));
            assert_eq!(media_type(purpose, PDF), Ok("application/pdf"));
        }
    }

    #[test]
    fn an_invoice_is_a_pdf_or_an_ofd() {
        let archive = |name: &str| {
            let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
            archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.finish().unwrap().into_inner()
        };
        assert_eq!(media_type(Purpose::Invoice, PDF), Ok("application/pdf"));
        assert_eq!(media_type(Purpose::Invoice, &archive("OFD.xml")), Ok("application/ofd"));
        for other in [PNG, &archive("word/document.xml"), b"PK\x03\x04broken", b""] {
            let reason = media_type(Purpose::Invoice, other).unwrap_err();
            assert!(reason.contains("请上传"), "{reason}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_advice_that_fits() {
        let vectors: [(&[u8], &str); 6] = [
            (HEIC, "HEIC"),
            (b"GIF89a\x01\0\x01\0", "另存为 jpg 或 png"),
            (b"{\\rtf1\\ansi", "另存为 pdf"),
            (b"<html><script>", "请上传 jpg、png 或 pdf"),
            (b"MZ\x90\0", "请上传 jpg、png 或 pdf"),
            (b"", "请上传 jpg、png 或 pdf"),
        ];
        for (bytes, advice) in vectors {
            let reason = media_type(Purpose::Voucher, bytes).unwrap_err();
            assert!(reason.starts_with("该缴费凭证文件") && reason.contains(advice), "{reason}");
        }
    }

    #[test]
    fn a_roster_is_a_workbook_or_told_what_it_is() {
        let template = workbook::roster_template().unwrap();
        let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        assert_eq!(media_type(Purpose::Roster, &template), Ok(xlsx));
        for other in [PDF, PNG, b"a,b\n1,2\n", b"<html>", b"PK\x03\x04broken"] {
            let reason = media_type(Purpose::Roster, other).unwrap_err();
            assert!(reason.contains('请'), "{reason}");
        }
    }
}
