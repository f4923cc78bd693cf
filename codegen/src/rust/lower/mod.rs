//! From a checked catalogue to a [`Module`]: every name, import, derive and box is settled here.

mod channels;
mod checks;
mod contract;
mod cycles;
mod events;
mod handlers;
mod layout;
mod names;
mod needs;
mod types;

use event_spec::Catalogue;

use self::layout::Layout;
use self::names::Home;
pub(crate) use self::names::Names;
use self::needs::Needs;
use super::Options;
use super::model::{Module, Types};
use super::scope::Scope;

/// Lowers a catalogue to a module of this name, which reaches the runtime crate by the path `runtime`.
pub fn lower(catalogue: &Catalogue, options: &Options, runtime: &'static str, name: &str) -> Module {
    let lowering = Lowering {
        catalogue,
        options,
        runtime,
        names: Names::new(catalogue, &options.engine),
        layout: Layout::new(&catalogue.types),
        needs: Needs::new(catalogue, options.side),
    };
    let rest = || (lowering.contract(), lowering.channels(), lowering.shared_types(), lowering.handlers());
    let (events, (contract, channels, types, handlers)) = if catalogue.events.len() < WORTH_A_THREAD {
        (lowering.events(), rest())
    } else {
        std::thread::scope(|scope| {
            let rest = scope.spawn(rest);
            let events = lowering.events();
            match rest.join() {
                Ok(rest) => (events, rest),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    };
    Module { name: name.to_owned(), source: options.source.clone(), contract, events, channels, types, handlers }
}

/// From this many events on, lowering them takes longer than a thread takes to start.
const WORTH_A_THREAD: usize = 100;

/// What every part of lowering looks up.
struct Lowering<'a> {
    catalogue: &'a Catalogue,
    options: &'a Options,
    runtime: &'static str,
    names: Names,
    layout: Layout,
    needs: Needs,
}

impl Lowering<'_> {
    fn scope<'n>(&self, module: &'static str, own: impl IntoIterator<Item = &'n str>) -> Scope {
        Scope::new(module, self.runtime, own)
    }

    fn shared_types(&self) -> Types {
        if let Some(printed) = self.options.engine.printed() {
            return Types { uses: Vec::new(), items: Vec::new(), printed: Some(printed.text.clone()) };
        }
        let mut scope = self.scope("types", self.names.in_types());
        let defs = self.catalogue.types.iter().filter(|(id, _)| self.names.ty(*id).0 == Home::Types);
        let items = defs.map(|(id, def)| self.item(&mut scope, id, def)).collect();
        Types { uses: scope.uses(), items, printed: None }
    }
}
