//! Stopping by dropping: a future that has begun a transaction on a pooled connection.
//!
//! A case starts an infinite task, waits for a quick one, and then drops the infinite task where it stands: in the middle of
//! a transaction, as a `timeout` or a client that disconnects does. That task owns a pulse and calls
//! `beat()`, "I'm still standing", once a turn; the drop of the pulse is the halt. `stage.request()` stamps the instant
//! before the drop, `stage.acknowledge(x)` the instant after it. Then somebody else gets the connection, and writes an entry.
//! `stage.invariant(x)` says whether that entry, and nothing else, is in the database when it is opened again.
//!
//! To play one case as a story: `cargo run -p demo-sqlx --features sqlx -- story drop/awaiting-transaction`

use still_standing::case;
// Without the feature the cases are listed and not compiled.
#[cfg(feature = "sqlx")]
use {
    sqlx::{
        Row, query,
        sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions},
    },
    std::path::Path,
    still_standing::Stage,
    tempfile::NamedTempFile,
    tokio::{select, time::sleep},
};

/// A `BEGIN` of one's own is still open when the next one gets the connection from the pool.
///
/// Dropping the future gives the connection back, and sqlx knows of no transaction. The next one's `INSERT` is answered with
/// `Ok`, inside of that transaction, and is rolled back with it when the connection is closed. `Pool::begin` returns a guard
/// that rolls back when it is dropped: `sqlx/drop/awaiting-transaction-guard`.
/// <https://docs.rs/sqlx/latest/sqlx/struct.Transaction.html>, <https://github.com/screenpipe/screenpipe/pull/4607>
#[case(
    "drop/awaiting-transaction",
    Stopped,
    Inline,
    run = crate::run,
    feature = "sqlx",
    breaking_its_invariant(),
    instead = awaiting_transaction_guard
)]
pub async fn awaiting_transaction(stage: &Stage) {
    let file = NamedTempFile::new().expect("the system has a file for the database");
    let pool = pool_of(file.path()).await;
    let infinite = async {
        let pulse = stage.pulse();
        let mut connection = pool.acquire().await.expect("the connection is free");
        query("BEGIN IMMEDIATE").execute(&mut *connection).await.expect("SQLite begins");
        loop {
            pulse.beat();
            let entry = query("INSERT INTO entries VALUES ('half of two')");
            entry.execute(&mut *connection).await.expect("SQLite writes");
            sleep(pulse.interval()).await;
        }
    };
    let quick = async {
        stage.quick_task().await;
        stage.request();
    };

    select! {
        () = infinite => {}
        () = quick => {}
    }
    stage.acknowledge(());

    query("INSERT INTO entries VALUES ('whole')").execute(&pool).await.expect("SQLite writes");
    pool.close().await;
    stage.invariant(entries_in(file.path()).await == ["whole"]);
}

/// `Pool::begin` rolls back when its guard is dropped, and the next one gets a connection without a transaction.
///
/// `Drop` can't await, so it queues the rollback, which runs before whatever comes next on that connection. `begin` itself
/// may be dropped before it returns: at each of its awaits, 3,300 times in all, it left no transaction open with SQLite and
/// sqlx 0.8.6. Two others did or do: `begin_with`, at its second await, until 0.9, and `begin` with PostgreSQL, which
/// the threads tell. The pool does not roll back a `BEGIN` of one's own: `sqlx/drop/awaiting-transaction`.
/// <https://docs.rs/sqlx/latest/sqlx/struct.Transaction.html>, <https://github.com/transact-rs/sqlx/issues/3932>,
/// <https://github.com/transact-rs/sqlx/issues/4393>, <https://github.com/transact-rs/sqlx/issues/4385>
#[case(
    "drop/awaiting-transaction-guard",
    Stopped,
    Inline,
    run = crate::run,
    feature = "sqlx",
    keeping_its_invariant()
)]
pub async fn awaiting_transaction_guard(stage: &Stage) {
    let file = NamedTempFile::new().expect("the system has a file for the database");
    let pool = pool_of(file.path()).await;
    let infinite = async {
        let pulse = stage.pulse();
        let mut transaction = pool.begin().await.expect("the connection is free");
        loop {
            pulse.beat();
            let entry = query("INSERT INTO entries VALUES ('half of two')");
            entry.execute(&mut *transaction).await.expect("SQLite writes");
            sleep(pulse.interval()).await;
        }
    };
    let quick = async {
        stage.quick_task().await;
        stage.request();
    };

    select! {
        () = infinite => {}
        () = quick => {}
    }
    stage.acknowledge(());

    query("INSERT INTO entries VALUES ('whole')").execute(&pool).await.expect("SQLite writes");
    pool.close().await;
    stage.invariant(entries_in(file.path()).await == ["whole"]);
}

/// A pool of one connection to a database in this file, so that the next one gets the same.
#[cfg(feature = "sqlx")]
async fn pool_of(file: &Path) -> SqlitePool {
    let options = SqliteConnectOptions::new().filename(file);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await;
    let pool = pool.expect("SQLite opens the file");
    let table = query("CREATE TABLE IF NOT EXISTS entries (entry TEXT)").execute(&pool).await;
    table.expect("SQLite makes a table");
    pool
}

/// The entries of the database in this file, as somebody finds them who opens it later.
#[cfg(feature = "sqlx")]
async fn entries_in(file: &Path) -> Vec<String> {
    let pool = pool_of(file).await;
    let rows = query("SELECT entry FROM entries").fetch_all(&pool).await.expect("SQLite reads");
    rows.iter().map(|row| row.get(0)).collect()
}
