CREATE TABLE gochat_users (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL,
    display_name TEXT NOT NULL,
    profile_image_url TEXT
);
-- `direct_key` names the two of a direct conversation. `active_at` is when it began, or when its last message was written.
CREATE TABLE gochat_conversations (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT,
    created_by TEXT NOT NULL,
    direct_key TEXT UNIQUE,
    last_number BIGINT NOT NULL,
    last_message_at TEXT,
    active_at TEXT NOT NULL
);
-- `read_up_to` is the number of the last message that the member has read.
CREATE TABLE gochat_members (
    conversation_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    read_up_to BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, user_id)
);
CREATE INDEX gochat_members_user ON gochat_members (user_id);
-- Messages are numbered within their conversation: that is their order, and what is read is a number.
CREATE TABLE gochat_messages (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    sender_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at TEXT NOT NULL,
    edited_at TEXT,
    UNIQUE (conversation_id, number)
);
CREATE TABLE gochat_reactions (
    message_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    reaction TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (message_id, user_id, reaction)
);
CREATE INDEX gochat_reactions_conversation ON gochat_reactions (conversation_id);
-- `pair` names the two whoever asked, so that there is one friendship of two people.
CREATE TABLE gochat_friendships (
    id TEXT PRIMARY KEY,
    pair TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL,
    friend_id TEXT NOT NULL,
    status TEXT NOT NULL,
    requested_at TEXT NOT NULL,
    accepted_at TEXT
);
CREATE INDEX gochat_friendships_user ON gochat_friendships (user_id);
CREATE INDEX gochat_friendships_friend ON gochat_friendships (friend_id);
-- Notifications and alerts: an alert is one without a kind.
CREATE TABLE gochat_notices (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    kind TEXT,
    title TEXT NOT NULL,
    message TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX gochat_notices_user ON gochat_notices (user_id, created_at);
