-- One file holds a knowledge base. Items are QIDs without their "Q"; what they refer to
-- (country, capital_of, position, place) need not be in the same file.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL);
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  label TEXT NOT NULL,
  kind INTEGER NOT NULL,         -- kind.id
  weight INTEGER NOT NULL,       -- notability in hundredths
  aliases TEXT,                  -- one a line
  description TEXT,
  country INTEGER,
  latitude REAL,
  longitude REAL,
  begin TEXT,                    -- birth, inception (ISO 8601, maybe shortened)
  end TEXT,                      -- death, dissolution
  classes TEXT,                  -- P31, numbers apart by spaces
  capital_of INTEGER,
  gender TEXT,                   -- of people: m, f, o (other)
  source INTEGER NOT NULL,       -- source.id
  revision INTEGER               -- of the item in Wikidata, where known
);
-- How strongly a name stands for an item: hundredths of a natural logarithm. P(item | key) is
-- the softmax over a key's rows, so that rows of one item never depend on another's.
-- form: A acronym, N name, L lower case, D demonym, P plural or other form of a demonym,
-- X loosened (generic words, articles, transliteration).
CREATE TABLE alias (
  key TEXT NOT NULL,
  value INTEGER NOT NULL,
  item INTEGER NOT NULL,
  form TEXT NOT NULL,
  PRIMARY KEY (key, value DESC, item)
) WITHOUT ROWID;
-- Which items have a name that sounds so (`kg.wikidata.sounds.code`).
CREATE TABLE sound (
  code INTEGER NOT NULL,
  item INTEGER NOT NULL,
  PRIMARY KEY (code, item)
) WITHOUT ROWID;
-- Who held what; dates as yyyymmdd with zeros for what is unknown.
CREATE TABLE held (
  person INTEGER NOT NULL,
  position INTEGER NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  PRIMARY KEY (person, position, start, end)
) WITHOUT ROWID;
CREATE INDEX held_by_position ON held (position);
-- The offices of a country or region: rank 0 from the item's label, 1 from a short title.
CREATE TABLE office (
  key TEXT NOT NULL,
  place INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  item INTEGER NOT NULL,
  PRIMARY KEY (key, place, rank, item)
) WITHOUT ROWID;
-- How many people of the base have a word as their first and as their last name.
CREATE TABLE part (word TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID;
-- The keys of countries' labels, which no other place may bear as an alias.
CREATE TABLE country (key TEXT PRIMARY KEY, item INTEGER NOT NULL) WITHOUT ROWID;
