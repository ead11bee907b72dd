//! Access tokens: short-lived JSON web tokens, signed with HMAC-SHA-256 by a key that all functions share.

use std::sync::{Arc, Once};

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use domain::{
    caller::{Caller, Scope},
    ids::UserId,
};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{Error, ErrorKind, Result},
    signature,
};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// How long an access token is good for.
const LIFETIME: TimeDelta = TimeDelta::minutes(15);

/// The fewest bytes of a key: as many as the hash has.
const KEY_BYTES: usize = 32;

/// The keys of access tokens. The first signs, every one verifies: a new key is put in front of the old one, which
/// is taken out when its last token has expired.
#[derive(Clone)]
pub struct TokenKeys(Arc<[Key]>);

struct Key {
    sign: EncodingKey,
    verify: DecodingKey,
}

/// The secret is missing or too short to sign with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a token key needs at least {KEY_BYTES} characters")]
pub struct WeakKey;

/// A token that does not say who is calling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It was good once.
    #[error("expired")]
    Expired,
    /// Not one of ours.
    #[error("not a token of ours")]
    Invalid,
}

/// A token to hand out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// The token itself.
    pub token: String,
    /// From when on it is refused.
    pub expires_at: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: UserId,
    name: String,
    scope: Scope,
    iat: i64,
    exp: i64,
}

impl TokenKeys {
    /// The keys in `secret`, separated by white space or commas.
    pub fn new(secret: &str) -> std::result::Result<Self, WeakKey> {
        install_hmac();
        let texts = secret.split(|c: char| c.is_whitespace() || c == ',').filter(|text| !text.is_empty());
        let key = |text: &str| {
            let bytes = (text.len() >= KEY_BYTES).then_some(text.as_bytes()).ok_or(WeakKey)?;
            Ok(Key { sign: EncodingKey::from_secret(bytes), verify: DecodingKey::from_secret(bytes) })
        };
        let keys = texts.map(key).collect::<std::result::Result<Arc<[Key]>, WeakKey>>()?;
        if keys.is_empty() { Err(WeakKey) } else { Ok(Self(keys)) }
    }

    /// A token that says who `caller` is, for a quarter of an hour from `now`.
    pub fn issue(&self, caller: &Caller, now: DateTime<Utc>) -> Result<AccessToken> {
        // Claims count whole seconds.
        let expires_at = now.trunc_subsecs(0) + LIFETIME;
        let claims = Claims {
            sub: caller.user.clone(),
            name: caller.name.clone(),
            scope: caller.scope.clone(),
            iat: now.timestamp(),
            exp: expires_at.timestamp(),
        };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.0[0].sign)?;
        Ok(AccessToken { token, expires_at })
    }

    /// Who the bearer of `token` is at `now`.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> std::result::Result<Caller, TokenError> {
        let mut rules = Validation::new(Algorithm::HS256);
        // Checked below, against our own clock.
        rules.validate_exp = false;
        let claims = self
            .0
            .iter()
            .find_map(|key| jsonwebtoken::decode::<Claims>(token, &key.verify, &rules).ok())
            .ok_or(TokenError::Invalid)?
            .claims;
        if now.timestamp() >= claims.exp {
            return Err(TokenError::Expired);
        }
        Ok(Caller { user: claims.sub, name: claims.name, scope: claims.scope })
    }
}

/// HMAC-SHA-256 for `jsonwebtoken`, which else brings every algorithm there is, some ninety crates, to use one.
struct Hs256(Hmac<Sha256>);

impl Hs256 {
    fn new(algorithm: Algorithm, key: &[u8]) -> Result<Self> {
        if algorithm != Algorithm::HS256 {
            return Err(Error::from(ErrorKind::InvalidAlgorithm));
        }
        Hmac::new_from_slice(key).map(Self).map_err(|_| ErrorKind::InvalidKeyFormat.into())
    }

    fn over(&self, message: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(message);
        mac
    }
}

impl signature::Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, signature::Error> {
        Ok(self.over(message).finalize().into_bytes().to_vec())
    }
}

impl signature::Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), signature::Error> {
        self.over(message).verify_slice(signature).map_err(|_| signature::Error::new())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| Ok(Box::new(Hs256::new(*algorithm, key.as_bytes())?)),
    verifier_factory: |algorithm, key| Ok(Box::new(Hs256::new(*algorithm, key.try_get_as_bytes()?)?)),
    key_utils: KeyUtils::new_unimplemented(),
};

fn install_hmac() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        // Refused only if one is installed already, and nobody else installs any.
        let _ = PROVIDER.install_default();
    });
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};

    use super::*;

    const OLD: &str = "0123456789abcdef0123456789abcdef";
    const NEW: &str = "fedcba9876543210fedcba9876543210";

    fn keys(secret: &str) -> TokenKeys {
        TokenKeys::new(secret).unwrap()
    }

    fn now() -> DateTime<Utc> {
        "2026-01-05T01:00:00Z".parse().unwrap()
    }

    fn clerk() -> Caller {
        let scope = Scope::Unit { units: vec!["unit1".to_owned().try_into().unwrap()] };
        Caller { user: UserId::parse("unit1").unwrap(), name: "UNIT1".into(), scope }
    }

    fn token() -> String {
        keys(OLD).issue(&clerk(), now()).unwrap().token
    }

    /// The token with another header or claims, its signature unchanged.
    fn altered(part: usize, change: impl Fn(String) -> String) -> String {
        let token = token();
        let mut parts: Vec<_> = token.split('.').map(ToOwned::to_owned).collect();
        let text = String::from_utf8(BASE64.decode(&parts[part]).unwrap()).unwrap();
        let changed = change(text.clone());
        assert_ne!(text, changed);
        parts[part] = BASE64.encode(changed);
        parts.join(".")
    }

    #[test]
    fn a_token_says_who_is_calling_until_it_expires() {
        let AccessToken { token, expires_at } = keys(OLD).issue(&clerk(), now()).unwrap();
        assert_eq!(expires_at, now() + TimeDelta::minutes(15));
        assert_eq!(keys(OLD).verify(&token, now()), Ok(clerk()));
        assert_eq!(keys(OLD).verify(&token, expires_at - TimeDelta::seconds(1)), Ok(clerk()));
        assert_eq!(keys(OLD).verify(&token, expires_at), Err(TokenError::Expired));
    }

    #[test]
    fn whatever_was_not_signed_by_us_is_refused() {
        let unsigned = altered(0, |header| header.replace("HS256", "none"));
        let bare = unsigned.rsplit_once('.').unwrap().0.to_owned();
        let forged = [
            String::new(),
            "a.b.c".into(),
            token() + "A",
            token().replacen('.', "..", 1),
            altered(1, |claims| claims.replace("unit1", "unit2")),
            altered(0, |header| header.replace("HS256", "HS512")),
            altered(0, |header| header.replace("HS256", "RS256")),
            bare.clone() + ".",
            bare,
            unsigned,
            keys(NEW).issue(&clerk(), now()).unwrap().token,
        ];
        for token in forged {
            assert_eq!(keys(OLD).verify(&token, now()), Err(TokenError::Invalid), "{token}");
        }
    }

    #[test]
    fn after_a_rotation_the_old_key_verifies_and_the_new_one_signs() {
        let both = keys(&format!("{NEW}\n{OLD},"));
        assert_eq!(both.verify(&token(), now()), Ok(clerk()));
        let fresh = both.issue(&clerk(), now()).unwrap().token;
        assert_eq!(keys(NEW).verify(&fresh, now()), Ok(clerk()));
        assert_eq!(keys(OLD).verify(&fresh, now()), Err(TokenError::Invalid));
    }

    #[test]
    fn a_short_key_is_refused() {
        for secret in ["", " , ", "short", &OLD[1..], &format!("{OLD} short")] {
            assert_eq!(TokenKeys::new(secret).err(), Some(WeakKey), "{secret}");
        }
    }
}
