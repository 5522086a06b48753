// srclient, driven by the lines of ../../../registry-clients/actions.ts. usage: srclient REGISTRY_URL
package main

import (
	"errors"
	"os"

	"github.com/riferrei/srclient"

	"sluice.dev/conformance/registry"
)

func main() {
	client := srclient.NewSchemaRegistryClient(os.Args[1])
	client.CachingEnabled(false) // each answer is to be the registry's
	client.CodecCreationEnabled(false)
	registry.Serve(registry.Actions{
		"register": func(a registry.Arguments) (any, error) {
			found, err := client.CreateSchema(a.Subject, a.Schema, srclient.SchemaType(a.Type), references(a)...)
			if err != nil {
				return nil, err
			}
			return map[string]int{"id": found.ID()}, nil
		},
		"lookup": func(a registry.Arguments) (any, error) {
			found, err := client.LookupSchema(a.Subject, a.Schema, srclient.SchemaType(a.Type), references(a)...)
			if err != nil {
				return nil, err
			}
			return place(found), nil
		},
		"by-id": func(a registry.Arguments) (any, error) {
			found, err := client.GetSchema(a.ID)
			if err != nil {
				return nil, err
			}
			return content(found), nil
		},
		"by-version": func(a registry.Arguments) (any, error) {
			return show(client.GetSchemaByVersion(a.Subject, a.Version))
		},
		"latest": func(a registry.Arguments) (any, error) {
			return show(client.GetLatestSchema(a.Subject))
		},
		"versions": func(a registry.Arguments) (any, error) {
			return client.GetSchemaVersions(a.Subject)
		},
		"subjects": func(registry.Arguments) (any, error) {
			return client.GetSubjects()
		},
		"deleted-subjects": func(registry.Arguments) (any, error) {
			return client.GetSubjectsIncludingDeleted()
		},
		"versions-of-id": func(a registry.Arguments) (any, error) {
			return client.GetSubjectVersionsById(a.ID)
		},
		"compatible": func(a registry.Arguments) (any, error) {
			return client.IsSchemaCompatible(a.Subject, a.Schema, "latest", srclient.SchemaType(a.Type), references(a)...)
		},
		"delete-version": func(a registry.Arguments) (any, error) {
			return nil, client.DeleteSubjectByVersion(a.Subject, a.Version, a.Permanent)
		},
		"delete-subject": func(a registry.Arguments) (any, error) {
			return nil, client.DeleteSubject(a.Subject, a.Permanent)
		},
		"set-level": func(a registry.Arguments) (any, error) {
			return client.ChangeSubjectCompatibilityLevel(a.Subject, srclient.CompatibilityLevel(a.Level))
		},
		"level": func(a registry.Arguments) (any, error) {
			if a.Subject == "" {
				return client.GetGlobalCompatibilityLevel()
			}
			return client.GetCompatibilityLevel(a.Subject, false)
		},
		"unset-level": func(a registry.Arguments) (any, error) {
			return client.DeleteSubjectCompatibilityLevel(a.Subject)
		},
	}, func(err error) *registry.Refused {
		var told srclient.Error
		if !errors.As(err, &told) {
			return nil
		}
		return &registry.Refused{Code: told.Code, Message: told.Message}
	})
}

func references(a registry.Arguments) []srclient.Reference {
	all := make([]srclient.Reference, 0, len(a.References))
	for _, reference := range a.References {
		all = append(all, srclient.Reference(reference))
	}
	return all
}

func place(found *srclient.Schema) registry.Place {
	return registry.Place{ID: found.ID(), Version: found.Version()}
}

func content(found *srclient.Schema) registry.Content {
	all := make([]registry.Reference, 0, len(found.References()))
	for _, reference := range found.References() {
		all = append(all, registry.Reference(reference))
	}
	kind := "AVRO" // the registry leaves it out
	if found.SchemaType() != nil {
		kind = string(*found.SchemaType())
	}
	return registry.Content{Schema: found.Schema(), Type: kind, References: all}
}

func show(found *srclient.Schema, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return registry.Found{Place: place(found), Content: content(found)}, nil
}
