//! A flag in memory that two processes share.

// A mapping is raw memory; treating it as an atomic takes `unsafe`.
#![allow(unsafe_code)]

use std::{
    fs::OpenOptions,
    io,
    path::Path,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use memmap2::MmapRaw;
use tempfile::NamedTempFile;

/// A flag in memory that two processes share. One process creates it and passes its path to the other.
#[derive(Debug)]
pub struct SharedFlag {
    memory: MmapRaw,
    /// The file, in the process that created it; dropping the flag removes it.
    file: Option<NamedTempFile>,
}

impl SharedFlag {
    /// A flag that is not raised.
    ///
    /// # Errors
    /// If the system has no file or no memory for it.
    pub fn create() -> io::Result<Self> {
        let file = NamedTempFile::new()?;
        file.as_file().set_len(1)?;
        let flag = Self { memory: MmapRaw::map_raw(file.as_file())?, file: Some(file) };
        // The first write to a page costs some 20 us. It is made here, so that the request does not pay.
        flag.flag().store(false, Relaxed);
        Ok(flag)
    }

    /// The flag that another process created at this path.
    ///
    /// # Errors
    /// If there is none.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        Ok(Self { memory: MmapRaw::map_raw(&file)?, file: None })
    }

    /// The path for [`Self::open`], in the process that created the flag.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(NamedTempFile::path)
    }

    /// Raises the flag for both processes.
    pub fn raise(&self) {
        self.flag().store(true, Relaxed);
    }

    /// Whether either process has raised the flag.
    #[must_use]
    pub fn is_raised(&self) -> bool {
        self.flag().load(Relaxed)
    }

    fn flag(&self) -> &AtomicBool {
        // SAFETY: the mapping has one byte at least and lives as long as `self`; both processes write
        // nothing but a `bool` to it, and do so atomically.
        unsafe { AtomicBool::from_ptr(self.memory.as_mut_ptr().cast()) }
    }
}
