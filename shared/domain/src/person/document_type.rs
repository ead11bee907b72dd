//! 证件类型 (E2).

use serde::{Deserialize, Serialize};

use super::text;

/// 证件类型.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentType {
    /// 居民身份证 (E2.1).
    ResidentId,
    /// 港澳台居民居住证 (E2.3).
    HmtResidencePermit,
    /// 外国人永久居留身份证 (E2.4).
    ForeignPermanentResident,
    /// 护照, of China or abroad (E2.5).
    Passport,
    /// 港澳居民来往内地通行证 or 台湾居民来往大陆通行证 (E2.5).
    HmtTravelPermit,
    /// 其他: gender and age are typed (FAQ-3).
    Other,
}

impl DocumentType {
    /// All of them, in the template's order.
    pub const ALL: [Self; 6] = [
        Self::ResidentId,
        Self::HmtResidencePermit,
        Self::ForeignPermanentResident,
        Self::Passport,
        Self::HmtTravelPermit,
        Self::Other,
    ];

    /// The label.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::ResidentId => "居民身份证",
            Self::HmtResidencePermit => "港澳台居民居住证",
            Self::ForeignPermanentResident => "外国人永久居留身份证",
            Self::Passport => "护照",
            Self::HmtTravelPermit => "港澳台居民来往内地通行证",
            Self::Other => "其他",
        }
    }

    /// The labels of all types, as a message lists them.
    pub fn list() -> String {
        Self::ALL.map(Self::zh).join("、")
    }

    /// The type of that label, or of a usual word for it.
    pub fn from_zh(label: &str) -> Option<Self> {
        Some(match text::compact(label).as_ref() {
            "居民身份证"
            | "身份证"
            | "二代身份证"
            | "第二代身份证"
            | "中国居民身份证"
            | "大陆居民身份证"
            | "内地居民身份证"
            | "中华人民共和国居民身份证" => Self::ResidentId,
            "港澳台居民居住证"
            | "港澳台居住证"
            | "港澳居民居住证"
            | "台湾居民居住证"
            | "港澳台居民身份证" => Self::HmtResidencePermit,
            "外国人永久居留身份证" | "外国人永久居留证" | "永久居留身份证" | "外国人居留证" => {
                Self::ForeignPermanentResident
            }
            "护照" | "中国护照" | "外国护照" | "普通护照" | "因私护照" | "外籍护照" => {
                Self::Passport
            }
            "港澳台居民来往内地通行证"
            | "港澳居民来往内地通行证"
            | "台湾居民来往大陆通行证"
            | "港澳台通行证"
            | "港澳通行证"
            | "台湾通行证"
            | "来往内地通行证"
            | "来往大陆通行证"
            | "回乡证"
            | "台胞证" => Self::HmtTravelPermit,
            "其他" | "其它" | "其他证件" | "其它证件" => Self::Other,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_known_by_its_label_and_usual_words() {
        for kind in DocumentType::ALL {
            assert_eq!(DocumentType::from_zh(kind.zh()), Some(kind));
        }
        for (label, kind) in [
            ("身份证", DocumentType::ResidentId),
            (" 居民 身份证", DocumentType::ResidentId),
            ("外国人永久居留证", DocumentType::ForeignPermanentResident),
            ("台胞证", DocumentType::HmtTravelPermit),
            ("其它", DocumentType::Other),
        ] {
            assert_eq!(DocumentType::from_zh(label), Some(kind), "{label}");
        }
        assert_eq!(DocumentType::from_zh("驾驶证"), None);
    }
}
