//! What the papers of an application say.

use chrono::{DateTime, Utc};
use domain::{
    agency::{Agency, Unit},
    application::{Application, ChosenPlan, DocumentKind, PaymentOrder, Stage, Voucher},
    ids::{FormNumber, PageId},
    money::Fen,
    plan::Plan,
    roster::Member,
};
use paper::{
    EnrollmentCertificate, OverAgeRegister, PaperError, PaymentApplication, PaymentNotice, Proof,
    StampedPack, Transfer, enrollment_certificate, over_age_register, payment_application, payment_notice,
    stamped_pack,
};
use serde::{Deserialize, Serialize};

/// The system as its users call it (inventory X-18).
const SYSTEM: &str = "湖南工会互助参保系统";
/// The only way to pay (inventory A11).
const METHOD: &str = "线下转账";

/// What one paper says. The people in it are named by the pages of their roster, which are never rewritten.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Facts {
    /// A 缴费通知单.
    PaymentNotice(Box<PaymentNotice>),
    /// A 缴费申请单.
    PaymentApplication(Box<PaymentApplication>),
    /// A 超龄未退休职工名册.
    OverAgeRegister(Listing<OverAgeRegister>),
    /// A stamped pack.
    StampedPack(Listing<StampedPack>),
    /// A 参保凭证.
    EnrollmentCertificate(Listing<EnrollmentCertificate>),
}

/// A paper with people in it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Listing<P> {
    /// What it says beside them.
    pub paper: Box<P>,
    /// Where they stand.
    pub pages: Vec<PageId>,
}

/// Everything the papers of an application draw from.
pub(crate) struct Sources<'a> {
    pub(crate) application: &'a Application,
    pub(crate) unit: &'a Unit,
    pub(crate) agency: &'a Agency,
    pub(crate) plan: &'a Plan,
    pub(crate) issued_at: DateTime<Utc>,
    pub(crate) proof: Proof,
}

impl Sources<'_> {
    /// What the paper of that number says; `None` when the application has moved on from it.
    pub(crate) fn facts(&self, kind: DocumentKind, number: &str) -> Option<Facts> {
        match kind {
            DocumentKind::PaymentNotice => {
                let order = self.application.stage.order().filter(|order| order.number.as_str() == number)?;
                Some(Facts::PaymentNotice(Box::new(self.notice(order))))
            }
            DocumentKind::PaymentApplication => {
                let form = self.application.stage.form().filter(|form| form.as_str() == number)?;
                Some(Facts::PaymentApplication(Box::new(self.form(form)?)))
            }
            DocumentKind::OverAgeRegister => {
                (self.application.register_number() == number).then_some(())?;
                Some(Facts::OverAgeRegister(self.listing(self.register(number)?)))
            }
            DocumentKind::StampedPack => {
                let form = self.application.stage.form().filter(|form| form.pack_number() == number)?;
                Some(Facts::StampedPack(self.listing(self.pack(form)?)))
            }
            DocumentKind::EnrollmentCertificate => {
                Some(Facts::EnrollmentCertificate(self.listing(self.certificate(number)?)))
            }
        }
    }

    fn listing<P>(&self, paper: P) -> Listing<P> {
        let pages = self.application.roster.pages.iter().map(|page| page.id.clone()).collect();
        Listing { paper: Box::new(paper), pages }
    }

    fn register(&self, number: &str) -> Option<OverAgeRegister> {
        let Self { application, unit, plan, issued_at, proof, .. } = self;
        Some(OverAgeRegister {
            number: number.to_owned(),
            application_number: application.number.to_string(),
            unit: unit.name.clone(),
            plan: application.plan.as_ref()?.name.clone(),
            people: application.roster.over_age(),
            reference_on: plan.rules.reference_date,
            seal: plan.register_seal.clone(),
            proof: proof.clone(),
            made_at: *issued_at,
            void: false,
        })
    }

    fn pack(&self, form: &FormNumber) -> Option<StampedPack> {
        let register = self.register(&self.application.register_number())?;
        Some(StampedPack {
            number: form.pack_number(),
            form: self.form(form)?,
            register: (register.people > 0).then_some(register),
            proof: self.proof.clone(),
            void: false,
        })
    }

    fn certificate(&self, number: &str) -> Option<EnrollmentCertificate> {
        let Self { application, unit, agency, proof, .. } = self;
        let Stage::Concluded { order, at, effective_on, .. } = &application.stage else { return None };
        let ChosenPlan { name, tier, coverage_to, .. } = application.plan.as_ref()?;
        Some(EnrollmentCertificate {
            number: number.to_owned(),
            application_number: application.number.to_string(),
            unit: unit.name.clone(),
            credit_code: unit.credit_code.clone(),
            plan: name.clone(),
            tier: tier.name.clone(),
            coverage: (*effective_on, *coverage_to),
            people: application.roster.headcount(),
            paid: order.due,
            agency: agency.name.clone(),
            concluded_at: *at,
            proof: proof.clone(),
            void: false,
        })
    }

    fn notice(&self, order: &PaymentOrder) -> PaymentNotice {
        let Self { application, unit, agency, plan, issued_at, proof } = self;
        PaymentNotice {
            application_number: application.number.to_string(),
            payment_number: order.number.to_string(),
            plan: application.plan.as_ref().map_or_else(|| plan.name.clone(), |chosen| chosen.name.clone()),
            unit: unit.name.clone(),
            unit_address: unit.address.clone(),
            people: application.roster.headcount(),
            due: order.due,
            account: order.account.clone(),
            remark: order.number.remark_code(),
            account_changed_on: plan.changed_to(&order.account),
            proof: proof.clone(),
            system: SYSTEM.to_owned(),
            agency: agency.name.clone(),
            issued_at: *issued_at,
            void: false,
        }
    }

    fn form(&self, form: &FormNumber) -> Option<PaymentApplication> {
        let Self { application, unit, agency, plan, issued_at, proof } = self;
        let order = application.stage.order()?;
        let chosen = application.plan.as_ref()?;
        Some(PaymentApplication {
            plan_kind: chosen.kind,
            application_number: application.number.to_string(),
            number: form.to_string(),
            submitted_at: application.submitted_at.unwrap_or(*issued_at),
            unit: unit.name.clone(),
            unit_kind: unit.kind.clone(),
            contact: unit.contact.clone(),
            phone: unit.phone.clone(),
            channel: application.channel.zh().to_owned(),
            plan: chosen.name.clone(),
            coverage: (chosen.coverage_from, chosen.coverage_to),
            agency: agency.name.clone(),
            people: application.roster.headcount(),
            fee: chosen.tier.fee,
            total: order.due,
            remark: order.remark.clone().unwrap_or_default(),
            method: METHOD.to_owned(),
            transfers: order.vouchers.iter().map(transfer).collect(),
            papers: plan.required_papers(application.roster.over_age()),
            agency_address: agency.address.clone(),
            agency_phone: agency.hotline.clone(),
            seal: plan.form_seal.clone(),
            proof: proof.clone(),
            void: false,
        })
    }
}

fn transfer(voucher: &Voucher) -> Transfer {
    Transfer {
        account: voucher.payer_account.clone(),
        paid_at: voucher.transferred_at,
        holder: voucher.payer_name.clone(),
        amount: voucher.amount,
        receipt_text: voucher.receipt_text.clone(),
    }
}

impl Facts {
    /// The pages of the people in it.
    pub fn pages(&self) -> &[PageId] {
        match self {
            Self::PaymentNotice(_) | Self::PaymentApplication(_) => &[],
            Self::OverAgeRegister(listing) => &listing.pages,
            Self::StampedPack(listing) => &listing.pages,
            Self::EnrollmentCertificate(listing) => &listing.pages,
        }
    }

    /// What whoever checks the paper is told of it: the unit, the people and the sum on it.
    pub(crate) fn particulars(&self) -> (&str, u32, Option<Fen>) {
        match self {
            Self::PaymentNotice(paper) => (&paper.unit, paper.people, Some(paper.due)),
            Self::PaymentApplication(paper) => (&paper.unit, paper.people, Some(paper.total)),
            Self::OverAgeRegister(Listing { paper, .. }) => (&paper.unit, paper.people, None),
            Self::StampedPack(Listing { paper, .. }) => {
                (&paper.form.unit, paper.form.people, Some(paper.form.total))
            }
            Self::EnrollmentCertificate(Listing { paper, .. }) => {
                (&paper.unit, paper.people, Some(paper.paid))
            }
        }
    }

    /// The paper as a PDF, stamped 作废 if it counts no longer. The same facts and people give the same bytes.
    pub fn render(self, void: bool, people: &[Member]) -> Result<Vec<u8>, PaperError> {
        match self {
            Self::PaymentNotice(paper) => payment_notice(&PaymentNotice { void, ..*paper }),
            Self::PaymentApplication(paper) => payment_application(&PaymentApplication { void, ..*paper }),
            Self::OverAgeRegister(list) => {
                over_age_register(&OverAgeRegister { void, ..*list.paper }, people)
            }
            Self::StampedPack(list) => stamped_pack(&StampedPack { void, ..*list.paper }, people),
            Self::EnrollmentCertificate(list) => {
                enrollment_certificate(&EnrollmentCertificate { void, ..*list.paper }, people)
            }
        }
    }
}
