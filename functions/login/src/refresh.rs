//! Refresh tokens: 256 random bits in a cookie that scripts cannot read and other sites cannot send. The table holds
//! their hash alone.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use chrono::TimeDelta;
use domain::ids::{SessionId, UserId};
use http_api::ApiError;
use runtime::Entropy;
use sha2::{Digest as _, Sha256};

/// How long a sign-in lasts without a sign of life: a working day.
pub(crate) const LIFETIME: TimeDelta = TimeDelta::hours(12);

const COOKIE: &str = "canbao_refresh";
const SECRET_BYTES: usize = 32;

/// A refresh token: whose it is, of which session, and the secret that proves it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct RefreshToken {
    pub(crate) user: UserId,
    pub(crate) session: SessionId,
    secret: [u8; SECRET_BYTES],
}

impl RefreshToken {
    /// The next token of a session.
    pub(crate) fn draw(user: UserId, session: SessionId, entropy: &Entropy) -> Self {
        Self { user, session, secret: entropy.bytes() }
    }

    /// The token that a browser sent.
    pub(crate) fn sent(headers: &HeaderMap) -> Option<Self> {
        let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        let value = cookies
            .flat_map(|line| line.split(';'))
            .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))?;
        let mut parts = value.split('.');
        let (user, session, secret) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self {
            user: UserId::parse(user).ok()?,
            session: SessionId::parse(session).ok()?,
            secret: BASE64.decode(secret).ok()?.try_into().ok()?,
        })
    }

    /// What the table keeps.
    pub(crate) fn hash(&self) -> String {
        hex(&Sha256::digest(self.secret))
    }

    /// The cookie that hands the token out.
    pub(crate) fn cookie(&self, request: &HeaderMap) -> Result<HeaderValue, ApiError> {
        let value = format!("{}.{}.{}", self.user, self.session, BASE64.encode(self.secret));
        cookie(&value, LIFETIME, request)
    }
}

/// The cookie that takes the token away.
pub(crate) fn no_cookie(request: &HeaderMap) -> Result<HeaderValue, ApiError> {
    cookie("", TimeDelta::zero(), request)
}

/// Browsers keep a `Secure` cookie from plain HTTP, which is all a laptop's stack speaks; the proxy in front says so.
fn cookie(value: &str, age: TimeDelta, request: &HeaderMap) -> Result<HeaderValue, ApiError> {
    let plain = request.get("x-forwarded-proto").is_some_and(|scheme| scheme == "http");
    let secure = if plain { "" } else { "; Secure" };
    let age = age.num_seconds();
    let text =
        format!("{COOKIE}={value}; Path=/api/sessions; Max-Age={age}; HttpOnly; SameSite=Strict{secure}");
    let mut cookie = HeaderValue::from_str(&text).map_err(ApiError::internal)?;
    cookie.set_sensitive(true);
    Ok(cookie)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> RefreshToken {
        let session = SessionId::parse("01ARZ3NDEKTSV4RRFFQ69G5FAV").unwrap();
        RefreshToken::draw(UserId::parse("unit1").unwrap(), session, &Entropy::seeded(1))
    }

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name.parse().unwrap(), HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn a_token_survives_the_browser() {
        let cookie = token().cookie(&HeaderMap::new()).unwrap();
        let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        for sent in [pair.clone(), format!("theme=dark; {pair}"), format!("a=b;{pair}; c=d")] {
            assert!(RefreshToken::sent(&headers("cookie", &sent)) == Some(token()), "{sent}");
        }
    }

    #[test]
    fn whatever_is_not_a_token_is_none() {
        for sent in ["", "canbao_refresh=", "canbao_refresh=a.b.c", "canbao_refreshx=1", "x=canbao_refresh=1"]
        {
            assert!(RefreshToken::sent(&headers("cookie", sent)).is_none(), "{sent}");
        }
        assert!(RefreshToken::sent(&HeaderMap::new()).is_none());
    }

    #[test]
    fn the_cookie_is_secure_unless_the_proxy_speaks_plain_http() {
        let over = |scheme| {
            let cookie = no_cookie(&headers("x-forwarded-proto", scheme)).unwrap();
            cookie.to_str().unwrap().to_owned()
        };
        let plain = "canbao_refresh=; Path=/api/sessions; Max-Age=0; HttpOnly; SameSite=Strict";
        assert_eq!(over("http"), plain);
        assert_eq!(over("https"), format!("{plain}; Secure"));
        assert_eq!(no_cookie(&HeaderMap::new()).unwrap(), format!("{plain}; Secure"));
    }

    #[test]
    fn the_table_never_sees_the_secret() {
        assert_eq!(token().hash().len(), 64);
        assert_ne!(token().hash(), hex(&token().secret));
    }
}
