//! How many may be connected at once.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use event_contracts_runtime::Limits;
use parking_lot::Mutex;
use std::collections::HashMap;

use crate::close::Close;

/// When to come back to where there was no place.
const RETURN: Duration = Duration::from_secs(10);

/// The places for connections, in all and for each user.
#[derive(Debug)]
pub(crate) struct Places {
    most: Option<u64>,
    most_of_user: Option<u64>,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: u64,
    of_users: HashMap<Box<str>, u64>,
}

/// One of the places; free again when dropped.
pub(crate) struct Place {
    places: Arc<Places>,
    user: Option<Box<str>>,
}

impl Places {
    pub(crate) fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Self { most: limits.connections, most_of_user: limits.connections_per_user, taken: Mutex::default() })
    }

    /// Takes a place.
    ///
    /// # Errors
    /// `TooManyConnections`, of this user or in all.
    pub(crate) fn take(self: &Arc<Self>, user: Option<&str>) -> Result<Place, Close> {
        let mut taken = self.taken.lock();
        let own = user.and_then(|user| taken.of_users.get(user)).copied().unwrap_or(0);
        let full = |most: Option<u64>, taken| most.is_some_and(|most| taken >= most);
        if full(self.most, taken.all) || (user.is_some() && full(self.most_of_user, own)) {
            return Err(Close::TooManyConnections(RETURN));
        }
        taken.all += 1;
        if let Some(user) = user {
            taken.of_users.insert(user.into(), own + 1);
        }
        Ok(Place { places: self.clone(), user: user.map(Into::into) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock();
        taken.all = taken.all.saturating_sub(1);
        if let Some(user) = self.user.take() {
            match taken.of_users.get_mut(&user) {
                Some(own) if *own > 1 => *own -= 1,
                _ => drop(taken.of_users.remove(&user)),
            }
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Place")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_and_no_more() {
        let places = Places::new(&Limits { connections_per_user: Some(2), connections: Some(3), ..Limits::NONE });
        let full = Err(Close::TooManyConnections(RETURN));
        let one = places.take(Some("ada")).expect("a place");
        let two = places.take(Some("ada")).expect("a place");
        assert_eq!(places.take(Some("ada")).map(drop), full);
        let three = places.take(None).expect("a place");
        assert_eq!(places.take(Some("bob")).map(drop), full);
        assert_eq!(places.take(None).map(drop), full);
        drop(one);
        let one = places.take(Some("ada")).expect("a place");
        drop((one, two, three));
        let taken = places.taken.lock();
        assert_eq!((taken.all, taken.of_users.len()), (0, 0));
    }
}
