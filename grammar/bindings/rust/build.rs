//! Compiles the generated parser and the external scanner.
fn main() {
    let source = std::path::Path::new("src");
    let mut build = cc::Build::new();
    build
        .std("c11")
        .include(source)
        .file(source.join("parser.c"))
        .file(source.join("scanner.c"));
    build.flag_if_supported("-utf-8").warnings(false);
    build.compile("tree-sitter-yusuan");
    println!("cargo:rerun-if-changed=src");
}
