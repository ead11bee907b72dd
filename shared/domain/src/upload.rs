//! Files on their way in. The browser puts the bytes straight into the object store; what was promised beforehand is
//! kept here, and what has arrived is decided by its bytes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    application::FileRef,
    ids::{AgencyId, ApplicationNumber, PaymentNumber, UnitId, UploadId, UserId},
};

/// Longest name of a file, in characters.
pub const MAX_FILE_NAME: usize = 200;

const MIB: u64 = 1024 * 1024;

/// Browsers name an Excel file only where an office program is installed; elsewhere it is a stream of bytes.
const WORKBOOKS: &[&str] = &[
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel",
    "application/vnd.ms-excel.sheet.macroEnabled.12",
    "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/octet-stream",
];
/// Browsers do not know OFD.
const INVOICES: &[&str] = &["application/pdf", "application/ofd", "application/octet-stream"];
const SCANS: &[&str] = &["image/jpeg", "image/png", "application/pdf"];

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 参保职工汇总表.
    Roster,
    /// 超龄证明材料.
    AgeProof,
    /// 缴费凭证.
    Voucher,
    /// 发票/票据.
    Invoice,
    /// 银行流水.
    Statement,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 5] = [Self::Roster, Self::AgeProof, Self::Voucher, Self::Invoice, Self::Statement];

    /// The code that the API, the table and object keys use.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Roster => "roster",
            Self::AgeProof => "age_proof",
            Self::Voucher => "voucher",
            Self::Invoice => "invoice",
            Self::Statement => "statement",
        }
    }

    /// The purpose of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }

    /// The file as users call it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Roster => "名单",
            Self::AgeProof => "证明材料",
            Self::Voucher => "缴费凭证",
            Self::Invoice => "票据",
            Self::Statement => "银行流水",
        }
    }

    /// The most bytes such a file may have.
    pub const fn max_bytes(self) -> u64 {
        match self {
            Self::Roster | Self::Statement => 20 * MIB,
            Self::AgeProof | Self::Voucher | Self::Invoice => 10 * MIB,
        }
    }

    /// The media types a browser may announce. The bytes decide later.
    pub const fn content_types(self) -> &'static [&'static str] {
        match self {
            Self::Roster | Self::Statement => WORKBOOKS,
            Self::AgeProof | Self::Voucher => SCANS,
            Self::Invoice => INVOICES,
        }
    }

    /// What may be sent, in the user's words.
    const fn formats(self) -> &'static str {
        match self {
            Self::Roster | Self::Statement => "请上传 Excel 文件（.xlsx）",
            Self::AgeProof | Self::Voucher => "请上传 jpg、png 或 pdf 文件",
            Self::Invoice => "请上传 pdf 或 ofd 文件",
        }
    }
}

/// Why an upload is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadRefusal {
    /// More bytes than the purpose allows.
    TooLarge(Purpose),
    /// No bytes at all.
    Empty(Purpose),
    /// A media type the purpose does not allow.
    ContentType(Purpose),
    /// No name, too long a name, or one with control characters or a path.
    FileName,
    /// The upload is settled already.
    Settled,
}

impl UploadRefusal {
    /// The machine-readable code of the API's error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge(_) => "too_large",
            Self::Empty(_) => "empty_file",
            Self::ContentType(_) => "unsupported_media_type",
            Self::FileName => "invalid",
            Self::Settled => "conflict",
        }
    }

    /// The API's name of the field at fault.
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::TooLarge(_) | Self::Empty(_) => Some("sizeBytes"),
            Self::ContentType(_) => Some("contentType"),
            Self::FileName => Some("fileName"),
            Self::Settled => None,
        }
    }

    /// The sentence for the user: what is wrong, and what to do.
    pub fn message(&self) -> String {
        match self {
            Self::TooLarge(purpose) => {
                format!("{}文件不能超过{}MB，请压缩或拆分后再上传", purpose.zh(), purpose.max_bytes() / MIB)
            }
            Self::Empty(purpose) => format!("{}文件是空的，请重新选择文件", purpose.zh()),
            Self::ContentType(purpose) => format!("{}的文件格式不支持，{}", purpose.zh(), purpose.formats()),
            Self::FileName => format!("文件名应为1至{MAX_FILE_NAME}个字符，请修改文件名后再上传"),
            Self::Settled => "该文件已处理，请重新上传".into(),
        }
    }
}

/// What has become of an upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum UploadState {
    /// The bytes have not come yet.
    Pending,
    /// The bytes have come and are what they should be.
    Received {
        /// The file.
        file: FileRef,
    },
    /// The bytes are something else.
    Rejected {
        /// Why, for the user.
        reason: String,
    },
}

impl UploadState {
    /// The code that the API and the table use.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Received { .. } => "received",
            Self::Rejected { .. } => "rejected",
        }
    }
}

/// What the sender says of a file before sending it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announcement<'a> {
    /// What it is for.
    pub purpose: Purpose,
    /// Its name on the user's machine.
    pub file_name: &'a str,
    /// Its media type, as the browser tells.
    pub content_type: &'a str,
    /// Its length in bytes.
    pub size: u64,
}

impl Announcement<'_> {
    /// Checks what can be told before the bytes come.
    pub fn check(&self) -> Result<(), UploadRefusal> {
        let name = self.file_name.trim();
        let plain = !name.chars().any(|c| c.is_control() || matches!(c, '/' | '\\'));
        if !plain || !(1..=MAX_FILE_NAME).contains(&name.chars().count()) {
            return Err(UploadRefusal::FileName);
        }
        if !self.purpose.content_types().contains(&self.content_type) {
            return Err(UploadRefusal::ContentType(self.purpose));
        }
        match self.size {
            0 => Err(UploadRefusal::Empty(self.purpose)),
            size if size > self.purpose.max_bytes() => Err(UploadRefusal::TooLarge(self.purpose)),
            _ => Ok(()),
        }
    }
}

/// One file, from the promise to its verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Its identity; for a roster also that of its import.
    pub id: UploadId,
    /// What it is for.
    pub purpose: Purpose,
    /// Who sends it, and alone may use it.
    pub owner: UserId,
    /// For which unit.
    pub unit: UnitId,
    /// The unit's agency.
    pub agency: AgencyId,
    /// The application it belongs to.
    pub application: Option<ApplicationNumber>,
    /// The payment order it belongs to.
    pub payment: Option<PaymentNumber>,
    /// Its name on the user's machine.
    pub file_name: String,
    /// The media type announced, which the presigned request insists on.
    pub content_type: String,
    /// The length announced, in bytes, which the presigned request insists on.
    pub size: u64,
    /// What has become of it.
    pub state: UploadState,
    /// When it was promised.
    pub created_at: DateTime<Utc>,
}

impl Upload {
    /// Where its bytes lie.
    pub fn object_key(&self) -> String {
        Self::key(self.purpose, &self.id)
    }

    /// Where the bytes of an upload lie.
    pub fn key(purpose: Purpose, id: &UploadId) -> String {
        format!("uploads/{}/{id}", purpose.code())
    }

    /// Reads purpose and identity off an object's key; `None` for any other key.
    pub fn parse_object_key(key: &str) -> Option<(Purpose, UploadId)> {
        let (purpose, id) = key.strip_prefix("uploads/")?.split_once('/')?;
        Some((Purpose::from_code(purpose)?, UploadId::parse(id).ok()?))
    }

    /// The file that has come and was verified.
    pub const fn file(&self) -> Option<&FileRef> {
        match &self.state {
            UploadState::Received { file } => Some(file),
            UploadState::Pending | UploadState::Rejected { .. } => None,
        }
    }

    /// The bytes have come and are what they should be.
    pub fn receive(self, file: FileRef) -> Result<Self, UploadRefusal> {
        self.settle(UploadState::Received { file })
    }

    /// The bytes are something else.
    pub fn reject(self, reason: impl Into<String>) -> Result<Self, UploadRefusal> {
        self.settle(UploadState::Rejected { reason: reason.into() })
    }

    fn settle(mut self, state: UploadState) -> Result<Self, UploadRefusal> {
        if self.state != UploadState::Pending {
            return Err(UploadRefusal::Settled);
        }
        self.state = state;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn announced<'a>(
        purpose: Purpose,
        file_name: &'a str,
        content_type: &'a str,
        size: u64,
    ) -> Announcement<'a> {
        Announcement { purpose, file_name, content_type, size }
    }

    #[test]
    fn what_is_announced_is_checked_before_the_bytes_come() {
        use Purpose::{AgeProof, Roster, Voucher};
        let long = "名".repeat(MAX_FILE_NAME + 1);
        let vectors = [
            (announced(Roster, "名单.xlsx", WORKBOOKS[0], 20 * MIB), Ok(())),
            (announced(Roster, "名单.xlsx", WORKBOOKS[5], 1), Ok(())),
            (
                announced(Roster, "名单.xlsx", WORKBOOKS[0], 20 * MIB + 1),
                Err(UploadRefusal::TooLarge(Roster)),
            ),
            (announced(Roster, "名单.xlsx", WORKBOOKS[0], 0), Err(UploadRefusal::Empty(Roster))),
            (announced(Roster, "名单.csv", "text/csv", 9), Err(UploadRefusal::ContentType(Roster))),
            (announced(Voucher, "回单.jpg", "image/jpeg", 10 * MIB), Ok(())),
            (announced(AgeProof, "a.svg", "image/svg+xml", 9), Err(UploadRefusal::ContentType(AgeProof))),
            (announced(Voucher, " ", "image/png", 9), Err(UploadRefusal::FileName)),
            (announced(Voucher, "../a.png", "image/png", 9), Err(UploadRefusal::FileName)),
            (announced(Voucher, "a\n.png", "image/png", 9), Err(UploadRefusal::FileName)),
            (announced(Voucher, long.as_str(), "image/png", 9), Err(UploadRefusal::FileName)),
        ];
        for (announcement, expected) in vectors {
            assert_eq!(announcement.check(), expected, "{announcement:?}");
        }
    }

    #[test]
    fn an_object_key_tells_purpose_and_identity() {
        let id = UploadId::parse("01ARZ3NDEKTSV4RRFFQ69G5FAV").unwrap();
        for purpose in Purpose::ALL {
            let key = format!("uploads/{}/{id}", purpose.code());
            assert_eq!(Upload::parse_object_key(&key), Some((purpose, id.clone())));
        }
        for other in
            ["", "staged/x", "uploads/roster", "uploads/roster/x", "uploads/x/01ARZ3NDEKTSV4RRFFQ69G5FAV"]
        {
            assert_eq!(Upload::parse_object_key(other), None, "{other}");
        }
    }

    #[test]
    fn every_refusal_says_what_to_do() {
        for refusal in [
            UploadRefusal::TooLarge(Purpose::Roster),
            UploadRefusal::Empty(Purpose::Voucher),
            UploadRefusal::ContentType(Purpose::AgeProof),
            UploadRefusal::FileName,
            UploadRefusal::Settled,
        ] {
            assert!(refusal.message().contains('请'), "{refusal:?}");
        }
    }
}
