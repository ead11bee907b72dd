//! The bodies an application is between: the 参保单位 and its 代办处.

use serde::{Deserialize, Serialize};

use crate::ids::{AgencyId, UnitId};

/// A 代办处: reviews, takes the money, concludes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Its identity.
    pub id: AgencyId,
    /// Its full name.
    pub name: String,
    /// Where papers are handed in.
    pub address: String,
    /// 咨询电话.
    pub hotline: String,
    /// Whether an invoice may be issued before payment: 郴州市区 and 张家界 (inventory PAY-3).
    pub invoice_before_payment: bool,
}

/// The account a plan's money is paid into (inventory A11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivingAccount {
    /// 户名.
    pub holder: String,
    /// 账号, digits only. Public by nature: it is printed on every notice.
    pub number: String,
    /// 开户行.
    pub bank: String,
    /// 行号, twelve digits.
    pub cnaps: String,
}

/// A 基层工会单位.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its identity.
    pub id: UnitId,
    /// The agency it belongs to.
    pub agency: AgencyId,
    /// Its full name, as on documents.
    pub name: String,
    /// 统一社会信用代码 (E5).
    pub credit_code: String,
    /// 单位类型, e.g. 机关.
    pub kind: String,
    /// 单位地址.
    pub address: String,
    /// 联系人.
    pub contact: String,
    /// 联系电话.
    pub phone: String,
}
