//! Passwords as argon2id hashes. To make or check one takes long on purpose; the window does it in a job.

use super::WorkError;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

/// Memory of one hash in KiB, passes over it, lanes: what OWASP recommends for argon2id at least.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// The password's hash in PHC form, with a salt of the computer's own chance.
pub fn hash(password: &str) -> Result<String, WorkError> {
    let hash = hasher()?
        .hash_password(password.as_bytes())
        .map_err(|e| failed(&e))?;
    Ok(hash.to_string())
}

/// Whether a hash is that of this password.
pub fn is_right(hash: &str, password: &str) -> Result<bool, WorkError> {
    let hash = PasswordHash::new(hash).map_err(|e| failed(&e))?;
    match hasher()?.verify_password(password.as_bytes(), &hash) {
        Ok(()) => Ok(true),
        Err(Error::PasswordInvalid) => Ok(false),
        Err(e) => Err(failed(&e)),
    }
}

fn hasher() -> Result<Argon2<'static>, WorkError> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|e| failed(&e))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn failed(e: &dyn std::fmt::Display) -> WorkError {
    WorkError::Said(format!("The password could not be worked on: {e}."))
}
