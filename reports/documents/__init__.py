"""The 工作总结 as a Word document."""
