// Command typetruth prints what go/types knows of every call expression in packages of Go's own source tree.
//
// It is the measure that golint-conn's shapes are held against. Each argument is a directory below GOROOT/src. The
// packages are type-checked from source, offline, without cgo and for linux/amd64 wherever it runs, so that the
// answers are the same everywhere. For each call one line of JSON goes to standard output, in the order of the source.
//
// Types are printed in golint-conn's canonical text, which differs from that of go/types in these points: import paths
// are given in full and as they are written in import declarations (no vendor directory in them), aliases are resolved
// (byte is uint8, the empty interface is any), parameters have no names, and there is no space after a comma.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// call is one line of the output. Offsets count bytes; End is exclusive.
type call struct {
	File       string `json:"file"`
	Start      int    `json:"start"`
	End        int    `json:"end"`
	Type       string `json:"type"`
	CalleeKind string `json:"callee_kind"`
}

// checker type-checks packages below one source directory; packages that they import are checked once.
type checker struct {
	context  *build.Context
	source   string
	fset     *token.FileSet
	importer types.ImporterFrom
}

func main() {
	goroot := flag.String("goroot", "", "the Go installation whose source is read")
	flag.Parse()
	if *goroot == "" || flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: typetruth -goroot DIR PACKAGE_DIR...")
		os.Exit(2)
	}
	out := bufio.NewWriter(os.Stdout)
	err := newChecker(*goroot).printAll(flag.Args(), json.NewEncoder(out))
	if err = errors.Join(err, out.Flush()); err != nil {
		fmt.Fprintln(os.Stderr, "typetruth:", err)
		os.Exit(1)
	}
}

func newChecker(goroot string) *checker {
	// The importer for source reads build.Default, so the settings have to be made there.
	build.Default.GOROOT = goroot
	build.Default.GOOS = "linux"
	build.Default.GOARCH = "amd64"
	build.Default.CgoEnabled = false
	fset := token.NewFileSet()
	return &checker{
		context:  &build.Default,
		source:   filepath.Join(goroot, "src"),
		fset:     fset,
		importer: importer.ForCompiler(fset, "source", nil).(types.ImporterFrom),
	}
}

func (c *checker) printAll(directories []string, out *json.Encoder) error {
	out.SetEscapeHTML(false)
	for _, directory := range directories {
		calls, err := c.calls(directory)
		if err != nil {
			return fmt.Errorf("%s: %w", directory, err)
		}
		for _, each := range calls {
			if err := out.Encode(each); err != nil {
				return err
			}
		}
	}
	return nil
}

// calls returns the calls in one package's files; a package with no file for this platform has none.
func (c *checker) calls(directory string) ([]call, error) {
	found, err := c.context.ImportDir(filepath.Join(c.source, filepath.FromSlash(directory)), 0)
	if noGo := (*build.NoGoError)(nil); errors.As(err, &noGo) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range found.GoFiles {
		file, err := parser.ParseFile(c.fset, filepath.Join(found.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	info := &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Uses:       map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
	}
	config := types.Config{Importer: c.importer, Sizes: types.SizesFor("gc", c.context.GOARCH)}
	if _, err := config.Check(directory, c.fset, files, info); err != nil {
		return nil, err
	}
	var calls []call
	for index, file := range files {
		calls = append(calls, c.callsIn(file, path.Join(directory, found.GoFiles[index]), info)...)
	}
	return calls, nil
}

func (c *checker) callsIn(file *ast.File, name string, info *types.Info) []call {
	var calls []call
	lines := c.fset.File(file.FileStart)
	ast.Inspect(file, func(node ast.Node) bool {
		expression, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		if value, ok := info.Types[expression]; ok {
			calls = append(calls, call{
				File:       name,
				Start:      lines.Offset(expression.Pos()),
				End:        lines.Offset(expression.End()),
				Type:       callText(value),
				CalleeKind: calleeKind(expression, info),
			})
		}
		return true
	})
	return calls
}

func calleeKind(expression *ast.CallExpr, info *types.Info) string {
	switch callee := info.Types[expression.Fun]; {
	case callee.IsType():
		return "conversion"
	case callee.IsBuiltin():
		return "builtin"
	}
	function, ok := info.Uses[calleeName(expression.Fun)].(*types.Func)
	switch {
	case !ok:
		return "value"
	case function.Signature().Recv() != nil:
		return "method"
	default:
		return "func"
	}
}

// calleeName returns the identifier that names the callee, past parentheses, package or receiver and type arguments.
// For m[key](), where the callee is a value, it returns m, which never is the use of a function.
func calleeName(callee ast.Expr) *ast.Ident {
	switch callee := callee.(type) {
	case *ast.ParenExpr:
		return calleeName(callee.X)
	case *ast.IndexExpr:
		return calleeName(callee.X)
	case *ast.IndexListExpr:
		return calleeName(callee.X)
	case *ast.SelectorExpr:
		return callee.Sel
	case *ast.Ident:
		return callee
	default:
		return nil
	}
}

func callText(value types.TypeAndValue) string {
	if value.IsVoid() {
		return "()"
	}
	return text(value.Type)
}

// text returns a type in canonical form.
func text(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return basicText(t)
	case *types.Named:
		return nameText(t.Obj()) + argumentsText(t.TypeArgs())
	case *types.TypeParam:
		return t.Obj().Name()
	case *types.Pointer:
		return "*" + text(t.Elem())
	case *types.Slice:
		return "[]" + text(t.Elem())
	case *types.Array:
		return "[" + strconv.FormatInt(t.Len(), 10) + "]" + text(t.Elem())
	case *types.Map:
		return "map[" + text(t.Key()) + "]" + text(t.Elem())
	case *types.Chan:
		return chanPrefixes[t.Dir()] + " " + text(t.Elem())
	case *types.Signature:
		return "func" + signatureText(t)
	case *types.Tuple:
		return "(" + strings.Join(tupleTexts(t), ",") + ")"
	case *types.Struct:
		return structText(t)
	case *types.Interface:
		return interfaceText(t)
	case *types.Union:
		return unionText(t)
	default:
		panic(fmt.Sprintf("typetruth: a type of kind %T", t))
	}
}

var chanPrefixes = map[types.ChanDir]string{
	types.SendRecv: "chan",
	types.SendOnly: "chan<-",
	types.RecvOnly: "<-chan",
}

func basicText(t *types.Basic) string {
	if t.Kind() == types.UnsafePointer {
		return "unsafe.Pointer"
	}
	return types.Typ[t.Kind()].Name() // byte and rune have entries of their own, with the kinds of uint8 and int32
}

func nameText(name *types.TypeName) string {
	if name.Pkg() == nil {
		return name.Name()
	}
	return importPath(name.Pkg().Path()) + "." + name.Name()
}

// importPath returns a package's path as import declarations have it.
func importPath(full string) string {
	for _, directory := range []string{"cmd/vendor/", "vendor/"} {
		if rest, ok := strings.CutPrefix(full, directory); ok {
			return rest
		}
	}
	return full
}

func argumentsText(arguments *types.TypeList) string {
	if arguments.Len() == 0 {
		return ""
	}
	var texts []string
	for each := range arguments.Types() {
		texts = append(texts, text(each))
	}
	return "[" + strings.Join(texts, ",") + "]"
}

func tupleTexts(t *types.Tuple) []string {
	var texts []string
	for each := range t.Variables() {
		texts = append(texts, text(each.Type()))
	}
	return texts
}

// signatureText returns parameters and results, without the word func.
func signatureText(t *types.Signature) string {
	parameters := tupleTexts(t.Params())
	if t.Variadic() {
		last := len(parameters) - 1
		parameters[last] = "..." + strings.TrimPrefix(parameters[last], "[]")
	}
	result := "(" + strings.Join(parameters, ",") + ")"
	switch t.Results().Len() {
	case 0:
		return result
	case 1:
		return result + " " + text(t.Results().At(0).Type())
	default:
		return result + " " + text(t.Results())
	}
}

func structText(t *types.Struct) string {
	var fields []string
	for each := range t.Fields() {
		if each.Embedded() {
			fields = append(fields, text(each.Type()))
		} else {
			fields = append(fields, each.Name()+" "+text(each.Type()))
		}
	}
	return "struct{" + strings.Join(fields, ";") + "}"
}

func interfaceText(t *types.Interface) string {
	if t.NumExplicitMethods() == 0 && t.NumEmbeddeds() == 0 {
		return "any"
	}
	var parts []string
	for each := range t.ExplicitMethods() {
		parts = append(parts, each.Name()+signatureText(each.Signature())+";")
	}
	for each := range t.EmbeddedTypes() {
		parts = append(parts, text(each)+";")
	}
	slices.Sort(parts)
	return "interface{" + strings.Join(parts, " ") + "}"
}

func unionText(t *types.Union) string {
	var terms []string
	for each := range t.Terms() {
		if each.Tilde() {
			terms = append(terms, "~"+text(each.Type()))
		} else {
			terms = append(terms, text(each.Type()))
		}
	}
	return strings.Join(terms, "|")
}
