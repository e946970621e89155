fn main() {
    let source = std::path::Path::new("src");

    let mut parser = cc::Build::new();
    parser.std("c11").include(source);
    // The C files hold Chinese text.
    parser.flag_if_supported("-utf-8");
    parser.flag_if_supported("-Wno-unused-parameter");
    parser.file(source.join("parser.c"));
    parser.compile("tree-sitter-yusuan-parser");

    let mut scanner = cc::Build::new();
    scanner.std("c11").include(source).extra_warnings(true);
    scanner.flag_if_supported("-utf-8");
    scanner.flag_if_supported("-Wconversion");
    scanner.file(source.join("scanner.c"));
    scanner.compile("tree-sitter-yusuan-scanner");

    println!("cargo:rerun-if-changed=src");
}
