//! The papers of Canbao: PDFs that are printed, stamped and handed in.
//!
//! One file per document; each takes a plain struct of what is to be printed and gives the bytes of the PDF. The same
//! input gives the same bytes, so a document may be rendered again after a crash and compared by its hash.
//!
//! [`layout`] is what a document is made of (pages, wrapped text, ruled tables), [`Press`] is what turns it into a
//! PDF with an embedded font.

mod application;
mod certificate;
mod error;
mod face;
mod form;
pub mod layout;
mod notice;
mod pack;
mod press;
mod qr;
mod register;

pub use application::{PaymentApplication, Transfer, payment_application};
pub use certificate::{EnrollmentCertificate, enrollment_certificate};
pub use error::PaperError;
pub use face::{Face, MISSING};
pub use form::Proof;
pub use notice::{PaymentNotice, payment_notice};
pub use pack::{StampedPack, stamped_pack};
pub use press::{Imprint, Press};
pub use register::{OverAgeRegister, over_age_register};

#[cfg(test)]
mod tests;
