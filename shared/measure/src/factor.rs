//! What a sweep varies.

use stage::words;

words! {
    /// What a sweep varies; everything else is held.
    Factor {
        /// The time between two beats.
        Beat = "beat",
        /// How often a computing loop looks at its flag.
        Look = "look",
        /// Where the requester and the work run.
        Place = "place",
        /// How many workers each runtime has.
        Workers = "workers",
        /// How many parts the work has, and what they do.
        Crowd = "crowd",
    }
}
