CREATE TABLE chatflow_visitors (
    id TEXT PRIMARY KEY,
    name TEXT,
    page_url TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE TABLE chatflow_agents (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE chatflow_conversations (
    id TEXT PRIMARY KEY,
    visitor_id TEXT NOT NULL,
    status TEXT NOT NULL,
    agent_id TEXT,
    message_count BIGINT NOT NULL,
    read_by_visitor BIGINT NOT NULL,
    read_by_agent BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE UNIQUE INDEX chatflow_conversations_open ON chatflow_conversations (visitor_id) WHERE status = 'open';
CREATE INDEX chatflow_conversations_opened ON chatflow_conversations (opened_at);
CREATE INDEX chatflow_conversations_updated ON chatflow_conversations (updated_at, id);
CREATE INDEX chatflow_conversations_visitor ON chatflow_conversations (visitor_id, updated_at, id);
CREATE TABLE chatflow_messages (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    place BIGINT NOT NULL,
    sender TEXT NOT NULL,
    sender_id TEXT NOT NULL,
    client_id TEXT,
    text TEXT NOT NULL,
    created_at TEXT NOT NULL,
    deleted_at TEXT
);
CREATE UNIQUE INDEX chatflow_messages_place ON chatflow_messages (conversation_id, place);
CREATE UNIQUE INDEX chatflow_messages_client ON chatflow_messages (conversation_id, sender_id, client_id);
