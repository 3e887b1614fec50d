"""The functions of gramscore.compat.torchmetrics, in `text`."""
