package app

import "testing"

func TestAnswers(t *testing.T) {}
