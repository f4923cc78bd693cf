//! The keys: the one table from which flags, environment, file and `--print-config` are made.

/// One thing that can be set.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name in the file and in messages, as in `leads.whatsapp_secret`.
    pub name: &'static str,
    /// What it is, in a sentence for `--help`.
    pub about: &'static str,
    /// What stands for its value in `--help`.
    pub value: &'static str,
    /// What holds unless something else is said; empty where that means "none".
    pub default: &'static str,
    /// Whether it takes several values, separated by commas where they are one text.
    pub list: bool,
    /// Whether its value is shown to nobody.
    pub secret: bool,
}

impl Key {
    const BASE: Self = Self { name: "", about: "", value: "", default: "", list: false, secret: false };

    /// Its variable, as in `REFERENCE_SERVER_LEADS_WHATSAPP_SECRET`.
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}", self.name.replace('.', "_").to_ascii_uppercase())
    }

    /// Its flag without the dashes, as in `leads-whatsapp-secret`.
    pub fn flag(&self) -> String {
        self.name.replace(['.', '_'], "-")
    }

    /// The key of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }
}

/// What the variables of all keys begin with.
pub const PREFIX: &str = "REFERENCE_SERVER_";

/// All keys, in the order in which they are shown.
pub const KEYS: &[Key] = &[
    Key {
        name: "listen",
        about: "Where to listen; port 0 takes a free one",
        value: "ADDRESS",
        default: "127.0.0.1:8080",
        ..Key::BASE
    },
    Key {
        name: "data",
        about: "The folder of the database file, the signing key and what is uploaded",
        value: "FOLDER",
        default: ".reference-server",
        ..Key::BASE
    },
    Key {
        name: "database",
        about: "The database: sqlite:// or postgres://; a SQLite file in the data folder unless set",
        value: "URL",
        secret: true,
        ..Key::BASE
    },
    Key {
        name: "redis",
        about: "Redis, where several nodes serve one database: redis://",
        value: "URL",
        secret: true,
        ..Key::BASE
    },
    Key {
        name: "system",
        about: "Serve this system alone, at the root, as its document has it",
        value: "NAME",
        ..Key::BASE
    },
    Key {
        name: "origin",
        about: "A page's Origin that may connect, beside the server's own; as in https://example.com",
        value: "ORIGIN",
        list: true,
        ..Key::BASE
    },
    Key {
        name: "drain",
        about: "How long to wait for what is under way when stopping",
        value: "TIME",
        default: "30s",
        ..Key::BASE
    },
    Key {
        name: "body_bytes",
        about: "The largest body of a request, in bytes",
        value: "BYTES",
        default: "1048576",
        ..Key::BASE
    },
    Key {
        name: "inspect",
        about: "The inspector at /inspect: off; token, for whoever has it; open, where only this machine is listened to",
        value: "HOW",
        default: "off",
        ..Key::BASE
    },
    Key {
        name: "inspect_token",
        about: "The inspector's token; made anew at each start, and shown in its summary, unless set",
        value: "TOKEN",
        secret: true,
        ..Key::BASE
    },
    Key {
        name: "log",
        about: "What to log: a level, or levels by module",
        value: "FILTER",
        default: "warn",
        ..Key::BASE
    },
    Key {
        name: "chatflow.visitor_session",
        about: "How long a visitor of chatflow is known by the cookie",
        value: "TIME",
        default: "30days",
        ..Key::BASE
    },
    Key {
        name: "leads.whatsapp_secret",
        about: "The app secret with which WhatsApp signs its webhooks; unsigned ones are taken unless set",
        value: "SECRET",
        secret: true,
        ..Key::BASE
    },
    Key {
        name: "leads.whatsapp_verify_token",
        about: "The token that WhatsApp presents when the webhook is set up",
        value: "TOKEN",
        default: "reference-server",
        ..Key::BASE
    },
];
