//! The form in which people are stored: a small header, then packed JSON.
//!
//! Byte 0 is `C`, byte 1 the version of this form, byte 2 the seal (0: none), byte 3 the packing (1: deflate). The
//! rest is the packed document. The seal's byte is there so that sealed and unsealed pages can be told apart.

use std::io::{Read, Write};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde::{Serialize, de::DeserializeOwned};

const MAGIC: u8 = b'C';
const VERSION: u8 = 1;
const UNSEALED: u8 = 0;
const DEFLATE: u8 = 1;
const HEADER: [u8; 4] = [MAGIC, VERSION, UNSEALED, DEFLATE];

/// Far above any page: what unpacks to more is no page of ours.
const MAX_UNPACKED: u64 = 16 * 1024 * 1024;

/// Bytes that are no blob of a form known here. Tells nothing of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CodecError {
    #[error("the header is not that of a blob")]
    Header,
    #[error("form {version}, seal {seal}, packing {packing} are not known here")]
    Unknown { version: u8, seal: u8, packing: u8 },
    #[error("the content cannot be unpacked")]
    Packing,
    #[error("the content is not as expected")]
    Content,
}

/// Packs a value.
pub(crate) fn encode(value: &impl Serialize) -> Result<Vec<u8>, CodecError> {
    let mut encoder = DeflateEncoder::new(HEADER.to_vec(), Compression::best());
    let document = serde_json::to_vec(value).map_err(|_| CodecError::Content)?;
    encoder.write_all(&document).map_err(|_| CodecError::Packing)?;
    encoder.finish().map_err(|_| CodecError::Packing)
}

/// Unpacks a value.
pub(crate) fn decode<T: DeserializeOwned>(blob: &[u8]) -> Result<T, CodecError> {
    let packed = match blob {
        [MAGIC, VERSION, UNSEALED, DEFLATE, packed @ ..] => packed,
        [MAGIC, version, seal, packing, ..] => {
            return Err(CodecError::Unknown { version: *version, seal: *seal, packing: *packing });
        }
        _ => return Err(CodecError::Header),
    };
    let mut document = Vec::new();
    let unpacked = DeflateDecoder::new(packed).take(MAX_UNPACKED).read_to_end(&mut document);
    unpacked.map_err(|_| CodecError::Packing)?;
    serde_json::from_slice(&document).map_err(|_| CodecError::Content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_survives_its_blob() {
        let value = vec!["甲".to_owned(), "𠮷田".to_owned(), String::new()];
        assert_eq!(decode::<Vec<String>>(&encode(&value).unwrap()), Ok(value));
    }

    #[test]
    fn the_header_tells_form_seal_and_packing() {
        assert_eq!(encode(&1).unwrap()[..4], [b'C', 1, 0, 1]);
    }

    #[test]
    fn other_bytes_are_refused_by_what_is_wrong() {
        let good = encode(&vec![1, 2, 3]).unwrap();
        let with = |index: usize, byte: u8| {
            let mut blob = good.clone();
            blob[index] = byte;
            blob
        };
        let vectors = [
            (Vec::new(), CodecError::Header),
            (b"C\x01".to_vec(), CodecError::Header),
            (with(0, b'X'), CodecError::Header),
            (with(1, 2), CodecError::Unknown { version: 2, seal: 0, packing: 1 }),
            (with(2, 1), CodecError::Unknown { version: 1, seal: 1, packing: 1 }),
            (with(3, 0), CodecError::Unknown { version: 1, seal: 0, packing: 0 }),
            (good[..good.len() - 1].to_vec(), CodecError::Packing),
            (encode(&"text").unwrap(), CodecError::Content),
        ];
        for (blob, expected) in vectors {
            assert_eq!(decode::<Vec<u8>>(&blob), Err(expected));
        }
    }
}
