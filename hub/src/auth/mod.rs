//! Who may connect: tokens, their keys, revocation, and the pages that may open connections.
