//! What a launcher of parallel processes says in the environment, and whether it is believed.
//!
//! A program built for one MPI and started by the launcher of another runs as so many worlds of one process, each of which would do
//! the whole work and write the same files.

use crate::text::Message;

/// Where launchers say how many processes there are: Open MPI, then MPICH and its kin.
const COUNTS: [&str; 2] = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE"];

/// Refuses to work where the launcher started another number of processes than those that found one another.
pub(super) fn check(found: u32) -> Result<(), Message> {
    refused(found, |name| std::env::var(name).ok())
}

fn refused(found: u32, variable: impl Fn(&str) -> Option<String>) -> Result<(), Message> {
    // Slurm gives its tasks such a number too, and they may well be runs apart.
    if found == 1 && variable("SLURM_STEP_ID").is_some() && variable("OMPI_COMM_WORLD_SIZE").is_none() {
        return Ok(());
    }
    let count = |name: &&str| variable(name).and_then(|count| count.parse::<u32>().ok()).filter(|count| *count != found);
    COUNTS.iter().find_map(|name| Some((name, count(name)?))).map_or(Ok(()), |(name, count)| Err(said(name, count, found)))
}

fn said(name: &str, count: u32, found: u32) -> Message {
    let (fr, en) = if cfg!(feature = "mpi") {
        ("employez le mpirun du MPI avec lequel releve a été compilé", "use the mpirun of the MPI that releve was built with")
    } else {
        (
            "ce programme a été compilé sans MPI (cargo build --release --features mpi) ; sans MPI, --shard I/N répartit le calcul",
            "this program was built without MPI (cargo build --release --features mpi); without MPI, --shard I/N shares the work",
        )
    };
    Message::new(
        format!("le lanceur annonce {count} processus ({name}), mais {found} se trouvent : {fr}"),
        format!("the launcher announces {count} processes ({name}), but {found} find one another: {en}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_launcher_that_is_not_understood_is_refused() {
        let by = |found, name: &str, count: &str| {
            refused(found, |asked| (asked == name).then(|| count.to_owned())).map_err(|message| message.fr).err()
        };
        assert!(by(1, "OMPI_COMM_WORLD_SIZE", "4").expect("refused").contains("annonce 4 processus"));
        assert!(by(1, "PMI_SIZE", "2").is_some());
        for (found, name, count) in
            [(1, "PMI_SIZE", "1"), (4, "OMPI_COMM_WORLD_SIZE", "4"), (1, "SLURM_NTASKS", "4"), (1, "PMI_SIZE", "")]
        {
            assert_eq!(by(found, name, count), None);
        }
        let task = |asked: &str| ["SLURM_STEP_ID", "PMI_SIZE"].contains(&asked).then(|| "8".to_owned());
        assert!(refused(1, task).is_ok(), "tasks of Slurm may be runs apart");
    }
}
