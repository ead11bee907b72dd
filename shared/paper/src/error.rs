//! Why a paper could not be made.

/// Why a paper could not be made. None of these is the user's doing, and none holds anything of the input.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The font that is part of this program cannot be read or cut to the document's characters.
    #[error("font: {0}")]
    Font(String),
    /// The PDF could not be written.
    #[error("pdf: {0}")]
    Pdf(String),
    /// The sum of the transfers exceeds what can be counted.
    #[error("the sum of the transfers overflows")]
    Sum,
}

impl PaperError {
    pub(crate) fn font(cause: impl std::fmt::Display) -> Self {
        Self::Font(cause.to_string())
    }

    pub(crate) fn pdf(cause: impl std::fmt::Display) -> Self {
        Self::Pdf(cause.to_string())
    }
}
