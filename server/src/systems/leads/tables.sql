CREATE TABLE leads_leads (
    id TEXT PRIMARY KEY,
    phone TEXT NOT NULL UNIQUE,
    name TEXT,
    outstanding BIGINT,
    loan_type TEXT,
    leads_status TEXT,
    contact_status TEXT
);
CREATE TABLE leads_rooms (
    id TEXT PRIMARY KEY,
    phone TEXT NOT NULL UNIQUE,
    profile_name TEXT,
    message_count BIGINT NOT NULL,
    unread_count BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE INDEX leads_rooms_updated ON leads_rooms (updated_at, id);
CREATE TABLE leads_participants (
    room_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (room_id, user_id)
);
CREATE TABLE leads_messages (
    id TEXT PRIMARY KEY,
    room_id TEXT NOT NULL,
    place BIGINT NOT NULL,
    user_id TEXT,
    content_type TEXT NOT NULL,
    content_text TEXT,
    wa_message_id TEXT UNIQUE,
    status TEXT NOT NULL,
    reply_to_wa_message_id TEXT,
    reaction_emoji TEXT,
    reaction_to_wa_message_id TEXT,
    status_timestamp TEXT,
    media_type TEXT,
    media_id TEXT,
    gcs_filename TEXT,
    gcs_url TEXT,
    file_size BIGINT,
    mime_type TEXT,
    original_filename TEXT,
    metadata TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE UNIQUE INDEX leads_messages_place ON leads_messages (room_id, place);
