//! The traits that servers and clients implement.

/// The file of traits.
#[derive(Debug)]
pub struct Handlers {
    /// The `use` lines of the file.
    pub uses: Vec<String>,
    /// A method per client event, where the code is a server's.
    pub client: Option<Vec<HandlerMethod>>,
    /// Every channel with who may enter it, if there are any.
    pub access: Option<Vec<AccessMethod>>,
    /// The views of the front ends.
    pub consumers: Vec<Consumer>,
    /// How frames report failures, if there are views and the envelope has a key for that.
    pub failure: Option<Failure>,
    /// Runtime names as this file writes them.
    pub names: HandlerNames,
}

/// Names of other modules as the file of traits writes them.
#[derive(Debug, Default)]
pub struct HandlerNames {
    /// `Raw`
    pub raw: String,
    /// `Dispatch`
    pub dispatch: String,
    /// `Admit`
    pub admit: String,
    /// `Encoded`
    pub encoded: String,
    /// `Entry`
    pub entry: String,
    /// `ServerEvent`
    pub server: String,
    /// `Frame<Meta, ServerEvent>`, where frames report failures.
    pub frame: String,
    /// `ClientEvent`
    pub client: String,
    /// `AnyChannel`
    pub any_channel: String,
}

/// A method of a trait over events.
#[derive(Debug)]
pub struct HandlerMethod {
    /// The event's name and what it tells.
    pub docs: Vec<String>,
    /// The method.
    pub ident: String,
    /// The variant of the enum.
    pub variant: String,
    /// The event's type.
    pub ty: String,
    /// Whether the variant holds it in a box.
    pub boxed: bool,
    /// The type of its acknowledgement.
    pub ack: Option<String>,
}

/// A channel and who may enter it.
#[derive(Debug)]
pub struct AccessMethod {
    /// The variant of `AnyChannel`.
    pub variant: String,
    /// Who may.
    pub rule: AccessRule,
}

/// Who may enter a channel.
#[derive(Debug)]
pub enum AccessRule {
    /// Everybody.
    Public,
    /// Every user.
    Authenticated,
    /// The server says.
    Asked {
        /// The channel's address and class.
        docs: Vec<String>,
        /// The method.
        ident: String,
        /// The channel's type.
        ty: String,
    },
}

/// What a frame that reports a failure has in its metadata.
#[derive(Debug)]
pub struct Failure {
    /// The field of `Meta`.
    pub field: String,
    /// What the field looks like in such a frame, around the variable `error`.
    pub pattern: &'static str,
    /// The type of what went wrong.
    pub ty: String,
}

/// The trait of a front end's view.
#[derive(Debug)]
pub struct Consumer {
    /// What it shows.
    pub docs: Vec<String>,
    /// The trait.
    pub ident: String,
    /// A method per event that it listens to.
    pub methods: Vec<HandlerMethod>,
}
