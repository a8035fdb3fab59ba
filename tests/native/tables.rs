//! Tables: what is guessed of a file, what is said of one that is wrong, and what a task makes of it.

use heaviside::data::Encoder;
use heaviside::data::table::{Carried, Content, Reading, Separator, Sheet, Table};
use heaviside::error::Fault;
use heaviside::experiment::Spec;
use heaviside::tasks::{Library, Task};
use proptest::prelude::*;

const IRIS: &str = include_str!("../../www/public/data/iris.csv");
const DIGITS: &str = include_str!("../../www/public/data/digits.csv");

fn sheet(text: &str) -> Sheet {
    Sheet::read(text.as_bytes(), &Reading::default()).expect("rows and columns")
}

fn table(text: &str) -> Table {
    sheet(text).table.expect("a table")
}

fn reading(text: &str) -> Reading {
    Reading::parse(text).expect("a reading")
}

fn fault(text: &str) -> Fault {
    match Sheet::read(text.as_bytes(), &Reading::default()) {
        Ok(sheet) => sheet.table.expect_err("no table"),
        Err(fault) => fault,
    }
}

/// Twelve rows of two numbers and a class, as a program writes them.
fn small(separator: &str, point: &str, end: &str) -> String {
    let row = |k: usize| {
        let class = if k.is_multiple_of(2) { "no" } else { "yes" };
        [format!("{k}{point}5"), format!("-{}{point}25", 2 * k), class.to_owned()].join(separator)
    };
    let rows = (0..12).map(row);
    std::iter::once(["length", "width", "ripe"].join(separator)).chain(rows).map(|row| row + end).collect()
}

#[test]
fn the_files_of_the_page_are_what_numpy_says_of_them() {
    // scikit-learn 1.9.1: load_iris().data.sum(), load_digits().data.sum(), np.bincount(load_digits().target).
    let iris = table(IRIS);
    assert_eq!((iris.rows(), iris.columns.len()), (150, 4));
    assert_eq!(iris.classes, ["setosa", "versicolor", "virginica"]);
    assert!((iris.values.iter().sum::<f64>() - 2078.7).abs() < 1e-9);
    assert_eq!(iris.row(149), [5.9, 3.0, 5.1, 1.8]);
    let digits = sheet(DIGITS);
    assert_eq!((digits.rows, digits.label, digits.incomplete), (1797, Some(64), 0));
    let counts: Vec<usize> = digits.classes.iter().map(|class| class.rows).collect();
    assert_eq!(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    let digits = digits.table.expect("a table");
    assert_eq!(digits.values.iter().sum::<f64>(), 561_718.0);
    assert_eq!(digits.classes, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
}

#[test]
fn what_a_file_carries_is_the_same_table() {
    for text in [IRIS, DIGITS] {
        let table = table(text);
        assert_eq!(Carried::new("x", &table).table(), Ok(table));
    }
    // Sets of the file's own, a name to be quoted, numbers to the last bit.
    let rows = (0..12).map(|k| {
        let set = ["train", "validation", "test", "train"][k % 4];
        format!("{set},{},\"a, {}\",{}\n", 0.1 * k as f64, k / 6, 1e-300 / (k + 1) as f64)
    });
    let table = table(&std::iter::once("split,x,kind,\"y \"\"1\"\"\"\n".to_owned()).chain(rows).collect::<String>());
    assert!(table.sets.is_some());
    assert_eq!(table.columns, ["x", "y \"1\""]);
    let carried = Carried::new("x", &table);
    assert_eq!(carried.table(), Ok(table.clone()));
    // What ships needs no carrying; a visitor's own is carried, and kept by whoever opens it under the same name.
    let mut library = Library::default();
    let said = library.keep("own.csv", &Reading::default(), table);
    let task = library.task(&said).expect("kept");
    let carried = task.carried().expect("a visitor's own");
    let mut other = Library::default();
    other.keep_carried(&carried).expect("a table");
    assert_eq!(other.task(&said), Ok(task));
    let said = other.keep("iris.csv", &Reading::default(), crate::tables::table(IRIS));
    assert_eq!(other.task(&said).expect("kept").carried(), None);
}

#[test]
fn the_same_data_in_other_clothes_have_the_same_hash() {
    let one = table(&small(",", ".", "\n"));
    let hash = one.hash();
    assert_eq!(one.row(3), [3.5, -6.25]);
    assert_eq!(
        (one.columns.as_slice(), one.classes.as_slice()),
        (&["length".into(), "width".into()][..], &["no".into(), "yes".into()][..])
    );
    for (separator, point) in [(";", ","), ("\t", "."), ("\t", ","), ("|", "."), (" ", "."), (", ", "."), ("   ", ".")]
    {
        for end in ["\n", "\r\n", "\r\n\r\n"] {
            assert_eq!(table(&small(separator, point, end)).hash(), hash, "{separator:?} {point} {end:?}");
        }
    }
    let text = small(",", ".", "\n");
    let wide: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for bytes in [wide, [&b"\xef\xbb\xbf"[..], text.as_bytes()].concat(), text.replace("3.5", "\"3.50\"").into_bytes()]
    {
        let sheet = Sheet::read(&bytes, &Reading::default()).expect("a sheet");
        assert_eq!(sheet.table.expect("a table").hash(), hash);
    }
    // Another number, class or name is other data.
    for (from, to) in [("3.5", "3.6"), ("yes", "ja"), ("width", "breadth")] {
        assert_ne!(table(&text.replacen(from, to, 99)).hash(), hash, "{from}");
    }
}

#[test]
fn what_is_guessed_is_what_a_person_sees() {
    let found = sheet(&small(";", ",", "\n"));
    assert_eq!((found.separator, found.header, found.label), (Separator::Semicolon, true, Some(2)));
    // A row that is wrong does not hide what the others are.
    let text = small(";", ",", "\n").replace("3,5;", "3,5;1;");
    assert!(matches!(
        Sheet::read(text.as_bytes(), &Reading::default()),
        Err(Fault::Width { line: 5, found: 4, expected: 3 })
    ));
    // No header, the class first, as the wine of the UCI repository has it.
    let wine: String = (0..12).map(|k| format!("{},1{k}.2,{k}\n", 1 + k % 3)).collect();
    let found = sheet(&wine);
    assert_eq!((found.header, found.label, found.classes.len()), (false, Some(0), 3));
    assert_eq!(found.columns[1].name, "2");
    // A name says more than a place; numbers in a column of words are no inputs.
    let named: String = (0..12).map(|k| format!("{k},{},n{k},{k}\n", k % 2)).collect();
    let found = sheet(&format!("a,Label,id,b\n{named}"));
    assert_eq!(found.label, Some(1));
    assert_eq!(found.columns[2].content, Content::Words);
    let used: Vec<bool> = found.columns.iter().map(|column| column.used).collect();
    assert_eq!(used, [true, false, false, true]);
    // Sets that the file names.
    let sets = ["train", "train", "train", "train", "valid", "test"];
    let rows: String = (0..24).map(|k| format!("{k},{},{}\n", ["a", "b"][k / 6 % 2], sets[k % 6])).collect();
    let found = sheet(&format!("x,class,split\n{rows}"));
    assert_eq!((found.label, found.set), (Some(1), Some(2)));
    let sets = found.table.expect("a table").sets.expect("sets");
    assert_eq!(sets.map(|rows| rows.len()), [16, 4, 4]);
}

#[test]
fn what_is_said_overrules_the_guess() {
    let text = small(",", ".", "\n");
    let read = |said: &str| Sheet::read(text.as_bytes(), &reading(said)).expect("a sheet");
    assert!(matches!(read("label:0").table, Err(Fault::Classes { .. })));
    let out = read("out:0").table.expect("a table");
    assert_eq!(out.columns, ["width"]);
    assert!(!read("header:no").header && read("header:no").rows == 13);
    assert!(matches!(Sheet::read(text.as_bytes(), &reading("separator:tab")), Err(Fault::Narrow)));
    for text in ["label:4~header:no~out:0,3~separator:tab", "out:", "header:yes", ""] {
        assert_eq!(reading(text).to_string(), text);
    }
    for text in ["label", "label:x", "header:maybe", "separator:colon", "lable:1", "label:-1"] {
        assert_eq!(Reading::parse(text), None, "{text}");
    }
}

#[test]
fn what_is_missing_is_said() {
    let text = small(",", ".", "\n").replace("3.5", "").replace("5.5", "NA");
    let found = sheet(&text);
    assert_eq!((found.rows, found.incomplete, found.first_incomplete, found.columns[0].missing), (12, 2, Some(5), 2));
    assert_eq!(found.table.expect("a table").rows(), 10);
    // A class that nobody knows is missing, too; a whole column of nothing is left out.
    let text = small(",", ".", ",\n").replacen("yes", "?", 1);
    let found = sheet(&text);
    assert_eq!((found.incomplete, found.columns[3].content), (1, Content::Nothing));
}

#[test]
fn each_fault_says_where() {
    let good = small(",", ".", "\n");
    let said = |text: &str| fault(text).to_string();
    assert_eq!(said(&good.replace("4.5", "4.5m")), "Line 6, column “length”: 4.5m is no number.");
    assert_eq!(said(&good.replace("4.5", "inf")), "Line 6, column “length”: inf is no number.");
    assert_eq!(said(&good.replace("4.5,", "4.5,,")), "Line 6 has 4 cells where the lines before it have 3.");
    assert_eq!(said("a\n1\n2\n"), fault("x").to_string());
    assert_eq!(fault("x"), Fault::Narrow);
    assert_eq!(fault(" \n\n"), Fault::Empty);
    assert_eq!(fault("a,b\n"), Fault::Label { most: 10 }, "one row of words");
    assert_eq!(fault("a,b,c\0"), Fault::Binary { byte: 6 });
    let few: String = (0..9).map(|k| format!("{k},{}\n", if k < 3 { "rare" } else { "usual" })).collect();
    assert_eq!(said(&few), "Class “rare” has 3 rows; at least 4 are needed, for training, validation and test.");
    let many: String = (0..99).map(|k| format!("{k}.5,{}\n", k % 11)).collect();
    assert_eq!(fault(&many), Fault::Label { most: 10 });
    assert_eq!(fault("a,b\nc,d\na,b\nc,d\na,b\nc,d\na,b\nc,d\n"), Fault::Numbers);
    let long: String = (0..5001).map(|k| format!("{k},{}\n", k % 2)).collect();
    assert_eq!(fault(&long), Fault::Rows { most: 5000 });
    assert_eq!(fault(&"1,".repeat(1_000_000)), Fault::Columns { found: 1_000_001, most: 256 });
    let wide = |columns: usize| (0..10).map(|k| "1,".repeat(columns) + ["a\n", "b\n"][k % 2]).collect::<String>();
    assert_eq!(fault(&wide(65)), Fault::Columns { found: 65, most: 64 });
    assert_eq!(table(&wide(64)).columns.len(), 64);
    assert_eq!(Sheet::read(&vec![b'1'; (16 << 20) + 1], &Reading::default()), Err(Fault::Large { most: 16 }));
    let unset: String = (0..12).map(|k| format!("{k},{},train\n", k % 2)).collect();
    assert_eq!(said(&format!("x,y,set\n{unset}")), "Column “set” names sets, but no row is for test.");
}

/// The links of the data that ship with the page, and of a file.
#[test]
fn a_link_names_data() {
    let mut library = Library::default();
    let kept = |library: &mut Library, name: &str, text: &str| library.keep(name, &Reading::default(), table(text));
    assert_eq!(kept(&mut library, "iris.csv", IRIS), "iris");
    assert_eq!(kept(&mut library, "whatever", DIGITS), "digits");
    let said = kept(&mut library, "../<b>my wine</b>.csv", &small(",", ".", "\n"));
    let hash = format!("{:016x}", table(&small(",", ".", "\n")).hash());
    assert_eq!(said, format!("..--b-my-wine--b-~{hash}~12x2"));

    let link = format!("#v=1&task=own&data={said}&seed=3");
    let parsed = Spec::parse_with(&link, &library);
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    assert_eq!(parsed.spec.link(), link);
    assert_eq!(parsed.spec.task.class_names(), ["no", "yes"]);
    assert!(parsed.spec.task.view().is_plane(), "two columns are a plane");
    assert_eq!(parsed.spec.shape().samples, [8, 2, 2]);
    assert_eq!(Spec::parse_with("task=own&data=digits", &library).spec.shape().samples, [1079, 359, 359]);

    // Where they are not, the sentence says so, and nothing else is used for them in silence.
    let sentences = |link: &str| Spec::parse(link).problems.iter().map(ToString::to_string).collect::<Vec<_>>();
    let [absent] = &sentences(&link)[..] else { panic!("one sentence") };
    assert!(absent.contains("it must be data that are here"), "{absent}");
    for wrong in [
        "",
        "wine",
        "wine~12~1x1",
        "a/b~0123456789abcdef~1x1",
        "w~0123456789ABCDEF~1x1",
        "w~0123456789abcdef~0x1",
        "w~0123456789abcdef~1x1~out:01",
    ] {
        let [said] = &sentences(&format!("task=own&data={wrong}"))[..] else { panic!("one sentence") };
        assert!(said.contains("it must be iris, digits, or a file's name"), "{said}");
    }
    let [other] = &sentences("task=moons&data=iris")[..] else { panic!("one sentence") };
    assert!(other.contains("left out: it belongs to the task own"), "{other}");
}

#[test]
fn columns_are_scaled_to_the_range_of_all_training_rows() {
    let mut library = Library::default();
    library.keep("iris", &Reading::default(), table(IRIS));
    let task = library.task("iris").expect("kept");
    for seed in 1..4 {
        let [all, some] = [90, 20].map(|n| task.generate::<f64>(Encoder::Current, n, 2, 0.0, seed).expect("valid"));
        assert_eq!([&all.train, &all.validation, &all.test].map(|set| set.len()), [90, 30, 30]);
        let rows = all.train.input.at(0);
        for c in 0..4 {
            let column = rows.column(c);
            let [low, high] = [f64::min, f64::max].map(|f| column.iter().copied().reduce(f).expect("rows"));
            assert_eq!([low, high], [0.0, 1.0]);
            // The other half says what the value lacks of one.
            assert!(column.iter().zip(rows.column(4 + c)).all(|(v, w)| (v + w - 1.0).abs() < 1e-15));
        }
        assert!(all.test.input.flat().iter().all(|v| (0.0..=1.0).contains(v)));
        // Fewer samples are the first ones.
        assert_eq!(some.train.input.at(0), rows.slice(ndarray::s![..20, ..]));
        for set in [&all.train, &all.validation, &all.test] {
            for class in 0..3 {
                assert_eq!(3 * set.labels.iter().filter(|&&label| label == class).count(), set.len());
            }
        }
    }
    assert_eq!(task.input_names(Encoder::Current)[..2], ["sepal length", "sepal width"]);
    assert_eq!(task.inputs(Encoder::Population), 4 * 8 + 1);
}

fn words() -> impl Strategy<Value = String> {
    let cell = prop_oneof![
        4 => (-1e3..1e3).prop_map(|v: f64| format!("{v:.2}")),
        1 => Just(String::new()),
        1 => "[a-c]{1,2}",
        1 => "\\PC{0,6}",
        1 => prop::sample::select(vec!["\"", "\"a,b\"", "NaN", "1e999", "0x1", "-", "1,5", "\u{feff}"]).prop_map(str::to_owned),
    ];
    let row = prop::collection::vec(cell, 1..6);
    (prop::collection::vec(row, 0..30), prop::sample::select(vec![",", ";", "\t", " ", "|"]))
        .prop_map(|(rows, separator)| rows.iter().map(|row| row.join(separator) + "\n").collect())
}

proptest! {
    #[test]
    fn tables(text in words(), label in prop::option::of(0_usize..8), header: Option<bool>) {
        let reading = Reading { label, header, ..Reading::default() };
        if let Ok(sheet) = Sheet::read(text.as_bytes(), &reading)
            && let Ok(table) = sheet.table
        {
            prop_assert_eq!(table.values.len(), table.rows() * table.columns.len());
            prop_assert!(table.values.iter().all(|v| v.is_finite()));
            prop_assert_eq!(table.rows(), sheet.rows - sheet.incomplete);
            prop_assert_eq!(Carried::new("x", &table).table(), Ok(table.clone()));
            let mut library = Library::default();
            let said = library.keep("x.csv", &reading, table);
            let task: Task = library.task(&said).expect("kept");
            let link = format!("#v=1&task=own&data={said}");
            let parsed = Spec::parse_with(&link, &library);
            prop_assert!(parsed.problems.is_empty());
            prop_assert_eq!(parsed.spec.link(), link);
            let sets = task.generate::<f32>(Encoder::Population, 8, 5, 0.0, 1).expect("valid");
            for set in [&sets.train, &sets.validation, &sets.test] {
                prop_assert!(!set.is_empty() && set.labels.iter().all(|&l| l < set.classes));
                prop_assert!(set.input.values().iter().all(|v| (0.0..=1.0).contains(v)));
            }
        }
    }

    #[test]
    fn any_bytes_are_a_table_or_a_fault(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Sheet::read(&bytes, &Reading::default());
    }
}
