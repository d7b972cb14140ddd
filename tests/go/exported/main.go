// Command exported prints what packages of the standard library export: "path Name", "path Type.Method", "path Type.Field".
// Methods and fields are those that a type declares itself.
package main

import (
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"log"
	"os"
)

func main() {
	source := importer.ForCompiler(token.NewFileSet(), "source", nil)
	for _, path := range os.Args[1:] {
		pkg, err := source.Import(path)
		if err != nil {
			log.Fatal(err)
		}
		for _, name := range pkg.Scope().Names() {
			if object := pkg.Scope().Lookup(name); object.Exported() {
				fmt.Println(path, name)
				if declared, ok := object.(*types.TypeName); ok && !declared.IsAlias() {
					members(path, declared)
				}
			}
		}
	}
}

func members(path string, declared *types.TypeName) {
	named, ok := declared.Type().(*types.Named)
	if !ok {
		return
	}
	for method := range named.Methods() {
		if method.Exported() {
			fmt.Printf("%s %s.%s\n", path, declared.Name(), method.Name())
		}
	}
	if body, ok := named.Underlying().(*types.Struct); ok {
		for field := range body.Fields() {
			if field.Exported() && !field.Embedded() {
				fmt.Printf("%s %s.%s\n", path, declared.Name(), field.Name())
			}
		}
	}
}
