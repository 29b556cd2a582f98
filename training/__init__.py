"""Training of the attribution model: data, network, optimisation, export. Not part of the installed package."""
