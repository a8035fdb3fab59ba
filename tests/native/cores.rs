//! However many threads work together, the bits are the same.

use heaviside::experiment::{Experiment, Spec};
use heaviside::linalg::{Columns, Cores, Cut, gather, spread, total};

/// What three iterations of a link leave.
fn trained(threads: usize, link: &str) -> String {
    let cores = Cores::new(threads).expect("threads");
    cores.run(|| {
        let parsed = Spec::parse(link);
        assert!(parsed.problems.is_empty(), "{link}: {:?}", parsed.problems);
        let mut experiment = Experiment::<f32>::new(parsed.spec, || 0.0).expect("an experiment");
        for _ in 0..3 {
            experiment.step_iteration().expect("an iteration");
        }
        experiment.fingerprint()
    })
}

#[test]
fn the_bits_do_not_depend_on_the_threads() {
    // Large enough that every pass and every product is cut.
    for link in [
        "task=spirals&n=300&hidden=70,90&batch=0&inner=3",
        "task=yinyang-published&n=900&hidden=60&batch=0",
        "task=saccade&n=60&hidden=50&batch=0",
        "task=trains&n=60&hidden=50",
        "task=gap&n=200&hidden=70r&batch=0",
        "task=detect&n=120&hidden=8c3,p2,30&batch=0",
        "task=gap&n=200&hidden=70r&batch=0&solver=surrogate",
        "task=spirals&n=300&hidden=70,90&batch=0&solver=surrogate",
        "task=saccade&n=60&hidden=50&batch=0&solver=surrogate",
        "task=spirals&n=100&hidden=60&solver=paper",
        "task=spirals&n=60&hidden=40&solver=targets",
    ] {
        let one = trained(1, link);
        for threads in [2, 3, 8] {
            assert_eq!(trained(threads, link), one, "{link} with {threads} threads");
        }
    }
}

#[test]
fn pieces_are_all_of_the_work_and_never_meet() {
    let cores = Cores::new(3).expect("threads");
    for parts in [0, 1, 6, 7, 8, 50, 1023] {
        for grain in [1, 7, 64, 2000] {
            let mut numbers = vec![0_usize; parts];
            let all = (&mut numbers[..], 0..parts);
            cores.run(|| {
                spread(all, grain, &|(numbers, places)| {
                    assert!(numbers.len() <= grain);
                    numbers.iter_mut().zip(places).for_each(|(number, place)| *number += place + 1);
                });
            });
            assert!(numbers.iter().enumerate().all(|(place, number)| *number == place + 1));
            let list = cores.run(|| gather(&numbers[..], grain, &|piece| piece.to_vec(), &|a, b| [a, b].concat()));
            assert_eq!(list, numbers, "in their order");
            let mut sums = [f64::NAN; 3];
            cores.run(|| {
                total(parts, grain, &mut sums, &|piece, sums| {
                    let sum: usize = piece.map(|place| numbers[place]).sum();
                    sums.fill(sum as f64);
                });
            });
            assert_eq!(sums, [(parts * (parts + 1) / 2) as f64; 3]);
        }
    }
}

#[test]
fn columns_are_cut_and_read_row_by_row() {
    let mut entries: Vec<usize> = (0..15).collect();
    let (mut left, mut right) = Columns::of(3, &mut entries).cut(2);
    assert_eq!((left.parts(), right.parts()), (2, 3));
    assert_eq!((left.row(1), right.row(2)), (&mut [5, 6][..], &mut [12, 13, 14][..]));
    let (now, next) = right.pair(1);
    assert_eq!((now, next), (&mut [7, 8, 9][..], &mut [12, 13, 14][..]));
    let (now, next) = left.pair(2);
    assert_eq!((now, next), (&mut [10, 11][..], &mut [][..]));
}
