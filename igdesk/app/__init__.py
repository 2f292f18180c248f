"""The program around the layers: command line, composition, start and end."""
