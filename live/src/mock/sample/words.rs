//! Words that fields are filled with.

pub(super) const WORDS: [&str; 16] = [
    "amber", "bridge", "cedar", "delta", "ember", "field", "garnet", "harbour", "indigo", "juniper", "kiln", "lantern",
    "meadow", "north", "orchard", "pebble",
];

pub(super) const NAMES: [&str; 12] = [
    "Dilnoza Karimova",
    "Budi Santoso",
    "Anan Chaiyasit",
    "Olena Shevchenko",
    "Maya Lindqvist",
    "Tomás Herrera",
    "Aiko Tanaka",
    "Samuel Okafor",
    "Ines Moreau",
    "Jonas Keller",
    "Priya Nair",
    "Rustam Aliyev",
];

pub(super) const SENTENCES: [&str; 14] = [
    "Hello, is somebody there?",
    "Thank you, that helps.",
    "Could you send me the details again?",
    "I will look into it and come back to you.",
    "The order has not arrived yet.",
    "It works now, thanks a lot!",
    "When is it going to be ready?",
    "Please have a look at the attached file.",
    "That is fine with me.",
    "Which of the two do you mean?",
    "I changed the address, please check.",
    "See you tomorrow then.",
    "The price looks right.",
    "Let us try the other way round.",
];

pub(super) const TITLES: [&str; 10] = [
    "Gearbox for a wind turbine",
    "How to choose a bearing",
    "Landing page, two languages",
    "Quarterly report",
    "Logo for a bakery",
    "Heat treatment of tool steel",
    "Mobile app, first draft",
    "Questions about delivery",
    "Hydraulic press, 20 t",
    "Notes from Monday",
];

pub(super) const REASONS: [&str; 6] = [
    "no longer needed",
    "asked for by the customer",
    "found a mistake",
    "took too long",
    "sent twice",
    "agreed on both sides",
];

pub(super) const REACTIONS: [&str; 6] = ["👍", "❤️", "😂", "🎉", "🤔", "🙏"];

pub(super) const LANGUAGES: [&str; 5] = ["en", "uz", "id", "th", "uk"];

pub(super) const CURRENCIES: [&str; 4] = ["EUR", "USD", "IDR", "UAH"];

pub(super) const COLOURS: [&str; 5] = ["#1f6feb", "#2da44e", "#bf8700", "#cf222e", "#8250df"];
